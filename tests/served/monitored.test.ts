/**
 * Dashboard and alarms with what the real archive prints and what runs it measures: no metric is
 * dead, counts are exact, alarms are raised and are over again.
 */
import { expect } from "chai";
import type { AlarmView, View, Widget } from "pulumi-local";
import { startTestServer, type TestServer } from "../support/local-server";
import { closedAfter } from "../support/closed-after";
import { call, post, send } from "mcp-lambda/testing";

const MINUTE = 60_000;

describe("what is monitored", () => {
  const keep = closedAfter();
  let server: TestServer;
  let ahead = 0;
  const view = (): View => server.server.observability.cloudWatch.view(180);
  const widget = (title: string): Widget | undefined =>
    view().widgets.find((candidate) => candidate.title === title);
  const totals = (title: string): Record<string, number | null> => {
    const graph = widget(title);
    if (graph?.kind !== "graph") throw new Error(`${title} is no graph`);
    return Object.fromEntries(graph.series.map(({ label, total }) => [label, total]));
  };
  const alarm = (name: string): AlarmView | undefined =>
    view().alarms.find((candidate) => candidate.name === `mcp-server-dev-${name}`);
  const states = (): Record<string, string> =>
    Object.fromEntries(
      view().alarms.map(({ name, state }) => [name.replace("mcp-server-dev-", ""), state]),
    );
  const say = (body: unknown, headers?: Record<string, string>): Promise<unknown> =>
    post(server.endpoint, body, headers);

  before(async function () {
    this.timeout(120_000);
    server = keep(await startTestServer({ misbehaving: true, now: () => Date.now() + ahead }));
  });

  it("counts 50 mixed calls exactly, by tool, and alarms on failed tools alone", async () => {
    for (let n = 0; n < 20; n += 1) await say(call("tells-pid", {}, n));
    for (let n = 0; n < 12; n += 1) await say(call("throws", {}, n));
    for (let n = 0; n < 8; n += 1) await say(call(`nope-${n}`));
    for (let n = 0; n < 10; n += 1) await say('{"jsonrpc":"2.0",');
    expect(totals("Calls by tool")).to.deep.equal({ "tells-pid": 20, throws: 12 });
    expect(totals("Failed calls by tool")).to.deep.equal({ "tells-pid": 0, throws: 12 });
    expect(totals("Failed calls of all tools")).to.deep.equal({ failed: 12 });
    expect(totals("Refused calls by tool")).to.deep.equal({ unknown: 8 });
    expect(totals("Requests")).to.deep.equal({ requests: 50 });
    expect(totals("Requests that reached the server")).to.deep.equal({
      requests: 50,
      invocations: 50,
    });
    expect(totals("Protocol errors")).to.include({ parse: 10, params: 8, internal: null });
    expect(totals("API errors")).to.deep.equal({ "4xx": 10, "5xx": 0 });
    expect(states()).to.deep.equal({
      errors: "OK",
      "tool-errors": "ALARM",
      "tool-error-rate": "ALARM",
      throttles: "OK",
      duration: "OK",
      requests: "OK",
      "server-errors": "OK",
      latency: "OK",
    });
  });

  it("lists alarms that are raised first, the others by name", () => {
    expect(view().alarms.map(({ name }) => name.replace("mcp-server-dev-", ""))).to.deep.equal([
      "tool-error-rate",
      "tool-errors",
      "duration",
      "errors",
      "latency",
      "requests",
      "server-errors",
      "throttles",
    ]);
  });

  it("says in people's words why an alarm is raised", () => {
    expect(alarm("tool-errors")?.words).to.equal(
      "12 failed calls in 5 minutes; fewer than 10 are allowed",
    );
    expect(alarm("tool-error-rate")?.words).to.equal(
      "failed tool calls: 37.5 % in 5 minutes; less than 20 % is allowed",
    );
    expect(alarm("throttles")?.words).to.equal(
      "0 throttled invocations in 1 minute; none is allowed",
    );
  });

  it("ends the alarm when the failures are past", () => {
    ahead += 25 * MINUTE;
    expect(alarm("tool-errors")?.state).to.equal("OK");
    expect(alarm("tool-errors")?.history.map(({ state }) => state)).to.include("ALARM");
    expect(alarm("tool-error-rate")?.state).to.equal("OK");
  });

  it("alarms on errors of the function after a crash, not before, and not for ever", async () => {
    expect(alarm("errors")?.history.map(({ state }) => state)).to.not.include("ALARM");
    await say(call("exits"));
    expect(alarm("errors")?.state).to.equal("ALARM");
    expect(alarm("server-errors")?.state).to.equal("ALARM");
    ahead += 10 * MINUTE;
    expect(alarm("errors")?.state).to.equal("OK");
  });

  it("names no metric in a widget or an alarm that nothing emits", async () => {
    await say({ n: 1 });
    await say({ jsonrpc: "2.0", id: 1, method: "no/such" });
    await say(call("tells-pid"), { "mcp-protocol-version": "1999-01-01" });
    await say({ jsonrpc: "2.0", id: 1, method: "prompts/get", params: { name: "throws" } });
    await send(server.endpoint, { method: "GET" });
    expect(server.server.observability.cloudWatch.unseen()).to.deep.equal([]);
  });

  it("writes metrics that keep to the format's limits, and marks nothing on the page", () => {
    const { problems, widgets, alarms } = view();
    expect(problems).to.deep.equal([]);
    for (const part of [...widgets, ...alarms]) {
      expect(part.problems, "title" in part ? part.title : part.name).to.deep.equal([]);
    }
  });
});
