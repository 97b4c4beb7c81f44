/** What the page asks for itself is shown and counted nowhere; what a person calls on it is marked. */
import { expect } from "chai";
import type { AnsweredRequest } from "../api-gateway/answered-request";
import type { LocalServer } from "../local-server";
import type { LogEntry } from "../page/server/log-feed";
import { EVALUATION_MS, startFixture, toolCall } from "./support/fixture";

describe("calls of the page", function () {
  this.timeout(EVALUATION_MS);
  let server: LocalServer;
  const lines: string[] = [];
  const reports: string[] = [];
  const requests: AnsweredRequest[] = [];

  before(async () => {
    server = await startFixture({
      onLine: (line) => lines.push(line),
      onReport: ({ type }) => reports.push(type),
      onRequest: (request) => requests.push(request),
    });
  });
  beforeEach(() => {
    for (const list of [lines, reports, requests]) list.length = 0;
  });
  after(async () => {
    await (server as LocalServer | undefined)?.close();
  });

  interface Told {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
  }
  /** By way of the page's server part. */
  async function call(body: object): Promise<Told> {
    const response = await fetch(`${server.pageUrl}~/call`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ era: "2025", ...body }),
    });
    return ((await response.json()) as { readonly response: Told }).response;
  }
  const person = { method: "tools/call", params: { name: "add", arguments: { a: 1, b: 2 } } };
  /** The log as the page has it, as soon as it has a further line, which has nothing to do with a call. */
  async function log(): Promise<readonly LogEntry[]> {
    await fetch(server.endpoint, { method: "POST", body: toolCall("end-of-log") });
    const gone = new AbortController();
    const response = await fetch(`${server.pageUrl}~/log`, { signal: gone.signal });
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes("end-of-log")) break;
    }
    gone.abort();
    return [...text.matchAll(/^data: (\{"at".*)$/gm)].map(
      ([, data = ""]) => JSON.parse(data) as LogEntry,
    );
  }

  it("are no request, line, report or metric when the page asks for itself", async () => {
    const { status, headers } = await call({ ...person, own: true });

    expect(status).to.equal(200);
    expect([requests, lines, reports]).to.deep.equal([[], [], []]);
    const id = headers["x-amzn-requestid"];
    expect((await log()).filter(({ request }) => request === id)).to.deep.equal([]);
  });

  it("are marked when a person makes them, and all that belongs to them has their request's id", async () => {
    const { headers } = await call(person);

    const id = headers["x-amzn-requestid"];
    expect(requests.map(({ from, requestId }) => [from, requestId])).to.deep.equal([["page", id]]);
    expect(reports).to.deep.equal(["platform.start", "platform.report"]);
    const kinds = (await log()).filter(({ request }) => request === id).map(({ kind }) => kind);
    expect(kinds).to.include.members(["platform", "request"]);
  });

  it("have the lines that their tool writes, with their request's id", async () => {
    const { headers } = await call({ method: "tools/call", params: { name: "fail" } });

    const id = headers["x-amzn-requestid"];
    const own = (await log()).filter(({ request }) => request === id);
    const written = own.filter(({ kind }) => kind === "function").map(({ text }) => text);
    expect(written.filter((text) => text.includes('"message":"failed"'))).to.have.length(1);
  });

  it("are not told from others by anything that is sent", async () => {
    const headers = { "x-local-page": "own", origin: server.pageUrl.slice(0, -1) };
    const body = toolCall("add", { a: 1, b: 2 });
    await fetch(server.endpoint, { method: "POST", headers, body });

    expect(requests.map(({ from }) => from)).to.deep.equal([undefined]);
  });
});
