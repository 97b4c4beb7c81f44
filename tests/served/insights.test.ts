/**
 * The queries of the dashboard, and those that are saved, over the log that the real archive writes:
 * what each finds of real calls. Those of tokens and tasks: monitored-tokens and monitored-tasks.
 */
import { expect } from "chai";
import { call, post } from "mcp-lambda/testing";
import type { LogAnswer, SavedQuery } from "pulumi-local";
import { startTestServer, type TestServer } from "../support/local-server";

type Found = Readonly<Record<string, unknown>>;

describe("the queries of the log", () => {
  let server: TestServer;
  const cloudWatch = (): TestServer["server"]["observability"]["cloudWatch"] =>
    server.server.observability.cloudWatch;
  const saved = (title: string): SavedQuery => {
    const { savedQueries } = cloudWatch().view(60);
    const found = savedQueries.find(({ name }) => name === `mcp-server-dev/${title}`);
    if (found === undefined) throw new Error(`no query is called ${title}`);
    return found;
  };
  const answer = (title: string, change = (query: string): string => query): LogAnswer => {
    const { query, logGroups } = saved(title);
    return cloudWatch().query({ query: change(query), logGroups }, 60);
  };
  /** Rows by the names of their columns. */
  const rows = (title: string, change?: (query: string) => string): readonly Found[] => {
    const { columns, rows: all, problems } = answer(title, change);
    expect(problems, title).to.deep.equal([]);
    return all.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
  };

  before(async function () {
    this.timeout(120_000);
    server = await startTestServer({ misbehaving: true });
    const say = (body: unknown): Promise<unknown> => post(server.endpoint, body);
    for (let n = 0; n < 3; n += 1) await say(call("tells-pid", {}, n));
    for (let n = 0; n < 2; n += 1) await say(call("throws", {}, n));
    await say(call("is-sold-out"));
    await say(call("nope"));
    await say(call("exits"));
  });
  after(() => (server as TestServer | undefined)?.close());

  it("are all known here, and find something where they ask for nothing of one's own", () => {
    const { savedQueries } = cloudWatch().view(60);
    for (const { name, query, logGroups } of savedQueries) {
      const { problems, lines, found } = cloudWatch().query({ query, logGroups }, 60);
      expect(problems, name).to.deep.equal([]);
      expect(lines, name).to.be.above(10);
      if (!/"(TOOL|REQUEST)"/.test(query)) expect(found, name).to.be.above(0);
    }
  });

  it("answer on the dashboard as they do when they are run", () => {
    const widgets = cloudWatch()
      .view(60)
      .widgets.filter((widget) => widget.kind === "log");
    expect(widgets).to.have.length(6);
    for (const { title, problems, answer: shown } of widgets) {
      expect(problems, title).to.deep.equal([]);
      expect(shown.rows, title).to.deep.equal(answer(title).rows);
    }
  });

  it("tell failed calls by tool and reason", () => {
    const found = rows("Failed calls by tool and reason");
    const told = found.map(({ called, outcome, why, failed }) => [called, outcome, why, failed]);
    expect(told[0]).to.deep.equal(["throws", "threw", "Error", 2]);
    expect(told.slice(1)).to.have.deep.members([
      ["is-sold-out", "failed", "out-of-stock", 1],
      ["nope", "unknown-tool", null, 1],
    ]);
  });

  it("tell the last errors, the crash with them", () => {
    const found = rows("Last errors");
    expect(found[0]).to.include({ what: "error" });
    expect(found.map(({ tool }) => tool)).to.include.members(["throws", "is-sold-out"]);
    for (const { request } of found) expect(request).to.match(/^[\da-f-]{36}$/);
  });

  it("tell which call was cut off", () => {
    const found = rows("Calls cut off");
    expect(found.map(({ called, status }) => [called, status])).to.deep.equal([["exits", "error"]]);
  });

  it("tell all of one tool, and all of one request by the id that they have found", () => {
    const ofTool = rows("One tool", (query) => query.replace("TOOL", "throws"));
    expect(ofTool.filter(({ message }) => message === "answered")).to.have.length(2);
    const request = ofTool[0]?.["requestId"];
    const ofRequest = rows("One request", (query) => query.replaceAll("REQUEST", String(request)));
    expect(ofRequest.map(({ kind }) => kind)).to.include.members([
      "platform.start",
      "platform.report",
    ]);
    expect(new Set(ofRequest.map((row) => row["request"]))).to.deep.equal(new Set([request]));
  });

  it("tell the slowest calls first", () => {
    const times = rows("Slowest calls").map(({ milliseconds }) => Number(milliseconds));
    expect(times).to.have.length(6);
    expect([...times].sort((one, other) => other - one)).to.deep.equal(times);
  });

  it("tell clients by their version", () => {
    const all = rows("Clients by version").reduce((sum, row) => sum + Number(row["requests"]), 0);
    expect(all).to.equal(7);
  });

  it("draw the memory of the function over time, below what it has", () => {
    const memory = cloudWatch()
      .view(60)
      .widgets.find(({ title }) => title === "Memory (MB)");
    const series = memory?.kind === "log" ? memory.answer.curves?.series : undefined;
    expect(series?.map(({ label }) => label)).to.deep.equal(["usedMB", "ofMB"]);
    const [used, of] = (series ?? []).map(({ total }) => Number(total));
    expect(used)
      .to.be.above(10)
      .and.below(of ?? 0);
  });
});
