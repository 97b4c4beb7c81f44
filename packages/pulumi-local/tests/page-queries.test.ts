/** A query that a person runs on the page, as the server part takes it. */
import { expect } from "chai";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { LogAnswer } from "../cloudwatch/dashboard/view";
import { createPage, LogFeed } from "../page/server/server";

const ANSWER: LogAnswer = { columns: ["a"], rows: [["1"]], found: 1, lines: 2, problems: [] };
const VALID = { query: "fields a", logGroups: ["/aws/lambda/fn"], minutes: 15 };

describe("a query on the page", () => {
  const asked: unknown[] = [];
  const page = createPage({
    title: () => "d",
    endpoint: () => "",
    view: () => ({
      title: "d",
      start: 0,
      end: 1,
      widgets: [],
      alarms: [],
      savedQueries: [],
      problems: [],
    }),
    query: ({ query, logGroups }, minutes) => {
      asked.push({ query, logGroups, minutes });
      return ANSWER;
    },
    log: new LogFeed(),
  });
  const server = http.createServer((message, reply) => page.handle(message, reply));
  before(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const ask = (body: unknown, type = "application/json"): Promise<Response> => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/~/query`;
    return fetch(url, {
      method: "POST",
      headers: { "content-type": type },
      body: JSON.stringify(body),
    });
  };

  it("is answered with what was found", async () => {
    const response = await ask(VALID);
    expect(response.status).to.equal(200);
    expect(await response.json()).to.deep.equal(ANSWER);
    expect(asked).to.deep.equal([VALID]);
  });

  const refused: readonly (readonly [change: object, message: string])[] = [
    [{ query: 5 }, "query must be a text of 10000 characters at most."],
    [{ query: "a".repeat(10_001) }, "query must be a text of 10000 characters at most."],
    [{ logGroups: "a" }, "logGroups must be names of log groups."],
    [{ logGroups: [1] }, "logGroups must be names of log groups."],
    [{ minutes: 1.5 }, "minutes must be a whole number from 1 to 1440."],
    [{ minutes: 1441 }, "minutes must be a whole number from 1 to 1440."],
  ];
  for (const [change, message] of refused) {
    it(`is refused: ${message}`, async () => {
      const response = await ask({ ...VALID, ...change });
      expect([response.status, await response.json()]).to.deep.equal([400, { message }]);
    });
  }

  it("is taken as JSON only, which no form of another site can send", async () => {
    expect((await ask(VALID, "text/plain")).status).to.equal(415);
  });
});
