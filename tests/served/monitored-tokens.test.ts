/**
 * Dashboard and alarms of the authorizer with what its real archive prints and what runs it measures,
 * at an issuer that is down first, and then up.
 */
import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import { startIssuer, type TestIssuer } from "jwt-authorizer/testing";
import { call, post } from "mcp-lambda/testing";
import type { LogAnswer, AlarmView, View, Widget } from "pulumi-local";
import { startTestServer, type TestServer } from "../support/local-server";
import { closedAfter } from "../support/closed-after";

const RESOURCE = "https://mcp.example.com/mcp";
const KEYS = "/keys";

describe("what is monitored of tokens", () => {
  const keep = closedAfter();
  let server: TestServer;
  let issuer: TestIssuer;
  let token: string;
  const view = (): View => server.server.observability.cloudWatch.view(180);
  const totals = (title: string): Record<string, number | null> => {
    const graph: Widget | undefined = view().widgets.find((widget) => widget.title === title);
    if (graph?.kind !== "graph") throw new Error(`${title} is no graph`);
    return Object.fromEntries(graph.series.map(({ label, total }) => [label, total]));
  };
  const alarm = (name: string): AlarmView["state"] | undefined =>
    view().alarms.find((candidate) => candidate.name === `mcp-server-dev-${name}`)?.state;
  const say = async (authorization: string): Promise<number> => {
    const { status } = await post(server.endpoint, call("tells-pid"), { authorization });
    return status;
  };

  before(async function () {
    this.timeout(120_000);
    issuer = keep(await startIssuer());
    issuer.answer(KEYS, (_, response) => response.writeHead(503).end());
    token = issuer.sign({ aud: RESOURCE, client_id: "cli" });
    const config = {
      "mcp-server:auth": "jwt",
      "mcp-server:jwtIssuer": issuer.url,
      "mcp-server:jwtJwksUri": issuer.jwksUri,
      "mcp-server:jwtAudience": RESOURCE,
    };
    server = keep(await startTestServer({ config }));
  });

  it("counts refusals by reason, and alarms on an issuer that cannot be reached alone", async () => {
    const statuses = [
      await say("Basic YTpi"),
      await say("Bearer opaque"),
      await say(`Bearer ${issuer.sign({ iss: "https://other.example.com", aud: RESOURCE })}`),
    ];
    expect(statuses).to.deep.equal([401, 401, 401]);
    expect(alarm("issuer")).to.equal("OK");

    expect(await say(`Bearer ${token}`)).to.equal(500);

    expect(totals("Refused tokens by reason")).to.deep.equal({ issuer: 1, keys: 1, malformed: 2 });
    expect(totals("Checked tokens")).to.deep.equal({
      allowed: null,
      refused: 4,
      "errors (each 401 is one)": 4,
    });
    expect(totals("Tokens without the issuer's keys")).to.deep.equal({ "could not be checked": 1 });
    expect(totals("Throttles of the authorizer")).to.deep.equal({ throttled: 0 });
    expect(alarm("issuer")).to.equal("ALARM");
    expect(alarm("errors")).to.not.equal("ALARM");
    expect(alarm("authorizer-throttles")).to.not.equal("ALARM");
  });

  it("counts a token that is allowed once, while API Gateway keeps the result", async () => {
    issuer.answer(KEYS, undefined);
    // It asks the issuer again a second after it failed.
    let status = 500;
    for (let tries = 0; status === 500 && tries < 20; tries += 1) {
      await setTimeout(200);
      status = await say(`Bearer ${token}`);
    }
    const { allowed } = totals("Checked tokens");

    expect([status, await say(`Bearer ${token}`)]).to.deep.equal([200, 200]);

    expect(allowed).to.equal(1);
    expect(totals("Checked tokens")["allowed"]).to.equal(1);
  });

  it("writes who called into the line of the request that the query of callers counts", () => {
    const lines = server.log().split("\n");
    const counted = lines.filter((line) => line.includes('"Requests":1'));
    expect(counted).to.have.length(2);
    for (const line of counted) {
      expect(JSON.parse(line)).to.include({ callerKind: "jwt", caller: "cli" });
      expect(JSON.parse(line)).to.not.have.any.keys("subject", "level");
    }
  });

  it("finds refused tokens and cold starts by the queries of the authorizer's log", () => {
    const { cloudWatch } = server.server.observability;
    const saved = cloudWatch.view(60).savedQueries;
    const answerOf = (title: string): LogAnswer | undefined => {
      const found = saved.find(({ name }) => name === `mcp-server-dev/${title}`);
      return found && cloudWatch.query(found, 60);
    };
    for (const { name } of saved) {
      expect(answerOf(name.replace("mcp-server-dev/", ""))?.problems, name).to.deep.equal([]);
    }
    const refused = answerOf("Refused tokens");
    const reasons = refused?.rows.map((row) => [row[0], row[refused.columns.indexOf("refused")]]);
    expect(reasons).to.include.deep.members([["malformed", 2]]);
    expect(answerOf("Cold starts of the authorizer")?.found).to.equal(1);
    const callers = answerOf("Callers");
    expect(callers?.rows.map(([kind, caller]) => [kind, caller])).to.deep.include(["jwt", "cli"]);
  });

  it("marks nothing on the page that CloudWatch would show empty", () => {
    const { problems, widgets, alarms } = view();
    expect(problems).to.deep.equal([]);
    for (const each of [...widgets, ...alarms]) {
      expect(each.problems, "title" in each ? each.title : each.name).to.deep.equal([]);
    }
  });
});
