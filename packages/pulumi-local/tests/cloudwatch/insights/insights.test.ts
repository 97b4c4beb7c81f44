/** The local Logs Insights: which lines it keeps, whose they are, and what it answers of them. */
import { expect } from "chai";
import { createLocalCloudWatch, type LocalCloudWatch } from "../../../cloudwatch/cloudwatch";
import { LogStore } from "../../../cloudwatch/insights/log-store";
import type { LogAnswer, Widget } from "../../../cloudwatch/dashboard/view";
import type { DeclaredResource } from "../../../program/declared";
import {
  type Clock,
  clockAt,
  dashboard,
  MINUTE,
  NOON,
  program,
  report,
} from "../declared-cloudwatch";
import { GROUP } from "./lines";

function logWidget(query: string, view: string): object {
  const place = { type: "log", x: 0, y: 0, width: 8, height: 6 };
  return { ...place, properties: { title: "Log", region: "eu-west-1", query, view } };
}

const SAVED: DeclaredResource = {
  type: "aws:cloudwatch/queryDefinition:QueryDefinition",
  name: "saved",
  custom: true,
  inputs: { name: "board/Saved", queryString: "fields tool", logGroupNames: [GROUP] },
  outputs: {},
};

describe("the local Logs Insights", () => {
  let clock: Clock;
  let cloudWatch: LocalCloudWatch;
  beforeEach(() => {
    clock = clockAt(NOON);
    cloudWatch = createLocalCloudWatch(clock);
    cloudWatch.deploy(program(SAVED));
  });
  const ask = (query: string, minutes = 60): LogAnswer =>
    cloudWatch.query({ query, logGroups: [GROUP] }, minutes);
  const widgetOf = (query: string, view: string): Widget | undefined => {
    cloudWatch.deploy(program(dashboard(logWidget(query, view))));
    return cloudWatch.view(60).widgets[0];
  };

  it("answers from the lines of the log group alone, with new ones at once", () => {
    cloudWatch.onLine('{"tool":"add"}', "fn");
    cloudWatch.onLine('{"tool":"other"}', "other");
    expect(ask("fields tool").rows).to.deep.equal([["add"]]);
    cloudWatch.onLine('{"tool":"sub"}', "fn");
    expect(ask("fields tool | sort tool")).to.deep.equal({
      columns: ["tool"],
      rows: [["add"], ["sub"]],
      found: 2,
      lines: 2,
      problems: [],
    });
  });

  it("takes lines of the time range only", () => {
    cloudWatch.onLine('{"tool":"old"}', "fn");
    clock.time += 10 * MINUTE;
    cloudWatch.onLine('{"tool":"new"}', "fn");
    expect(ask("fields tool", 5).rows).to.deep.equal([["new"]]);
    expect(ask("fields tool", 15).rows).to.deep.equal([["new"], ["old"]]);
    clock.time += 6 * MINUTE;
    expect(ask("fields tool", 5).rows).to.deep.equal([]);
  });

  it("takes as the earliest and the latest of one millisecond the first and the last written", () => {
    for (const n of [1, 2, 3]) cloudWatch.onLine(JSON.stringify({ n }), "fn");
    const { rows } = ask("sort n desc | stats earliest(n), latest(n)");
    expect(rows).to.deep.equal([[1, 3]]);
    expect(ask("sort n | stats earliest(n), latest(n)").rows).to.deep.equal([[1, 3]]);
  });

  it("has a range of as long as it was asked for, also when time passes meanwhile", () => {
    const ticking = createLocalCloudWatch({ now: () => (clock.time += 1) });
    const { start, end } = ticking.view(60);
    expect(end - start).to.equal(60 * MINUTE);
  });

  it("has Lambda's reports as its JSON log has them", () => {
    cloudWatch.onReport(report(12.5, "error"), { functionName: "fn", concurrent: 1 });
    const query = "fields time, type, record.status, record.metrics.durationMs, @requestId";
    expect(ask(query).rows).to.deep.equal([
      ["2026-11-22T12:00:00.000Z", "platform.report", "error", 12.5, "id"],
    ]);
  });

  it("answers a widget's query, as a table, or over time as lines", () => {
    const query = `SOURCE '${GROUP}' | stats count(*) as calls, max(ms) as longest by bin(5m)`;
    for (const ms of [5, 7]) cloudWatch.onLine(JSON.stringify({ ms }), "fn");
    clock.time += 5 * MINUTE;
    cloudWatch.onLine('{"ms":3}', "fn");

    const table = widgetOf(query, "table");
    const curve = widgetOf(query, "timeSeries");

    expect(table?.kind === "log" && table.answer.curves).to.equal(undefined);
    expect(table?.kind === "log" && table.answer.rows).to.deep.equal([
      [{ at: NOON + 5 * MINUTE }, 1, 3],
      [{ at: NOON }, 2, 7],
    ]);
    const curves = curve?.kind === "log" ? curve.answer.curves : undefined;
    expect(curves?.periodSeconds).to.equal(300);
    expect(curves?.series.map(({ label, points, total }) => [label, points, total])).to.deep.equal([
      [
        "calls",
        [
          [NOON, 2],
          [NOON + 5 * MINUTE, 1],
        ],
        1,
      ],
      [
        "longest",
        [
          [NOON, 7],
          [NOON + 5 * MINUTE, 3],
        ],
        3,
      ],
    ]);
  });

  it("draws what display has put into another order, by the names of its columns", () => {
    cloudWatch.onLine('{"ms":5,"tool":"add"}', "fn");
    const stats = `SOURCE '${GROUP}' | stats count(*) as n, max(ms) as longest by tool, bin(5m) as t`;
    const curve = widgetOf(`${stats} | display n, t, tool`, "timeSeries");

    const curves = curve?.kind === "log" ? curve.answer.curves : undefined;
    expect(curves?.series.map(({ label, points }) => [label, points])).to.deep.equal([
      ["add", [[NOON, 1]]],
    ]);
  });

  it("says at the widget what of its query is not known, and of which log there are no lines", () => {
    const unknown = widgetOf(`SOURCE '${GROUP}' | pattern @message`, "table");
    const elsewhere = widgetOf("SOURCE '/aws/lambda/else' | fields a", "table");

    expect(unknown?.problems[0]).to.match(/^The query has the command pattern, .* column 27\)[.]$/);
    expect(elsewhere?.problems).to.deep.equal([
      "No function here writes to the log group /aws/lambda/else.",
    ]);
    expect(cloudWatch.query({ query: "fields a" }, 5).problems).to.deep.equal([
      "The query names no log group: begin it with SOURCE.",
    ]);
  });

  it("lists the queries that the program saves", () => {
    expect(cloudWatch.view(5).savedQueries).to.deep.equal([
      { name: "board/Saved", query: "fields tool", logGroups: [GROUP] },
    ]);
  });

  it("shows the first 1,000 rows, and counts all", () => {
    for (let n = 0; n < 1001; n += 1) cloudWatch.onLine(JSON.stringify({ n }), "fn");
    const { rows, found } = ask("fields n");
    expect([rows.length, found]).to.deep.equal([1000, 1001]);
  });
});

describe("the store of log lines", () => {
  const all = { start: 0, end: Infinity };
  const event = (at: number, text = "x"): { at: number; text: string; stream: string } => ({
    ...{ at, text, stream: "local" },
  });

  it("keeps the newest 10,000 lines of each log group", () => {
    const store = new LogStore();
    store.add("other", event(0));
    for (let at = 0; at < 25_000; at += 1) store.add("g", event(at));
    const kept = store.events("g", all);
    expect([kept.length, kept[0]?.at, kept.at(-1)?.at]).to.deep.equal([10_000, 15_000, 24_999]);
    expect(store.events("other", all)).to.have.length(1);
  });

  it("keeps 16 MB and three hours at most", () => {
    const store = new LogStore();
    const long = "x".repeat(1024 * 1024);
    for (let at = 0; at < 20; at += 1) store.add("g", event(at, long));
    expect(store.events("g", all)).to.have.length(16);
    store.add("g", event(180 * MINUTE + 19));
    expect(store.events("g", all).map(({ at }) => at)).to.deep.equal([19, 180 * MINUTE + 19]);
  });

  it("gives the room of long lines back before there are many of them", () => {
    const store = new LogStore();
    const long = "x".repeat(1024 * 1024);
    for (let at = 0; at < 100; at += 1) store.add("g", event(at, long));
    const { groups } = store as unknown as { groups: Map<string, { events: unknown[] }> };
    expect(groups.get("g")?.events.length).to.be.at.most(32);
  });
});
