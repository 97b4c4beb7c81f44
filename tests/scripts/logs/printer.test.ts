/** `npm run logs`: what is printed of lines as functions write them. */
import { expect } from "chai";
import type { LogLine } from "pulumi-local";
import { followLog } from "../../../scripts/logs/follow";
import { printedLines } from "../../../scripts/logs/printer";
import { readRequest } from "../../../scripts/logs/read-request";
import { readPeriod } from "../../../scripts/observed/period";

let count = 0;
const line = (fields: object | string): LogLine => {
  count += 1;
  const text = typeof fields === "string" ? fields : JSON.stringify(fields);
  return { id: String(count), at: count, group: "/aws/lambda/it", text };
};
const request = (id: string, fields: object): LogLine =>
  line({
    ...{ requestId: `lambda-${id}`, gatewayRequestId: id, era: "2026", method: "tools/call" },
    ...{ status: 200, durationMs: 3.2, _aws: {} },
    ...fields,
  });

const LINES = [
  line("START RequestId: lambda-a Version: 1"),
  line({ level: "INFO", gatewayRequestId: "a", tool: "add", message: "call" }),
  line({ level: "WARN", gatewayRequestId: "a", tool: "add", message: "odd", left: 2 }),
  request("a", { tool: "add", outcome: "ok" }),
  line({ level: "INFO", method: "tools/call", message: "answered", durationMs: 3.2 }),
  request("b", { tool: "unknown", requestedTool: "nope", outcome: "unknown-tool" }),
  request("c", { method: "batch of 2", tool: "add", outcome: "ok" }),
  line({ gatewayRequestId: "c", tool: "sold", outcome: "failed", code: "out", _aws: {} }),
  request("d", { method: "nope/x", outcome: undefined, MethodErrors: 1 }),
  line({
    type: "platform.report",
    record: { requestId: "lambda-e", status: "timeout" },
  }),
  line("a text of a tool"),
];

const print = (filter: Parameters<typeof printedLines>[1]["filter"] = {}): readonly string[] =>
  printedLines(LINES, { filter, json: false }).map((text) => text.replace(/\x1b\[\d+m/g, ""));

describe("npm run logs", () => {
  it("prints requests, lines of tools and invocations that were cut off", () => {
    expect(print()).to.deep.equal([
      "WARN odd tool=add left=2",
      "200 2026 tools/call add ok 3 ms a",
      "200 2026 tools/call nope unknown-tool 3 ms b",
      "200 2026 batch of 2 ok, failed (out) 3 ms c",
      "200 2026 nope/x refused (unknown method) 3 ms d",
      "ERROR cut off: timeout lambda-e",
      "a text of a tool",
    ]);
  });

  it("filters by tool, level and outcome", () => {
    expect(print({ tool: "nope" })).to.deep.equal(["200 2026 tools/call nope unknown-tool 3 ms b"]);
    expect(print({ level: "error" })).to.deep.equal(["ERROR cut off: timeout lambda-e"]);
    expect(print({ level: "warn" })).to.have.length(5);
    expect(print({ outcome: "failed" })).to.deep.equal([
      "200 2026 batch of 2 ok, failed (out) 3 ms c",
    ]);
    expect(print({ outcome: "ok", tool: "add" })).to.deep.equal([
      "WARN odd tool=add left=2",
      "200 2026 tools/call add ok 3 ms a",
      "200 2026 batch of 2 ok, failed (out) 3 ms c",
    ]);
  });

  it("obeys nothing that is in a line", () => {
    const text = printedLines([line("a\u001b[2Jb")], { filter: {}, json: false }).join("");
    expect(text).to.equal("a\\u001b[2Jb");
  });

  it("prints JSON, each line with its time and log group", () => {
    const [first, last] = printedLines([line({ a: 1 }), line("x")], { filter: {}, json: true }).map(
      (text) => JSON.parse(text) as { line: unknown; group: string; timestamp: string },
    );
    expect(first?.line).to.deep.equal({ a: 1 });
    expect(last).to.include({ line: "x", group: "/aws/lambda/it" });
  });

  it("finds a request by either id, with Lambda's own lines", async () => {
    const log = {
      read: async (_: number, part = "") =>
        LINES.filter(({ text }) => new RegExp(`\\b${part}\\b`).test(text)),
    };
    const texts = (await readRequest(log, 0, "a")).map(({ text }) => text);
    expect(texts).to.include("START RequestId: lambda-a Version: 1");
    expect(texts.some((text) => text.includes('"gatewayRequestId":"b"'))).to.equal(false);
  });

  it("follows: late lines are printed, and none twice", async () => {
    const end = new AbortController();
    const rounds = [[LINES[0], LINES[2]], [LINES[0], LINES[1], LINES[2]], []];
    const seen: (string | undefined)[] = [];
    await followLog(
      { read: async () => (rounds.shift() ?? []).filter((each) => each !== undefined) },
      {
        ...{ since: 0, signal: end.signal, pauseMs: 1 },
        onLines: (lines) => {
          seen.push(...lines.map(({ id }) => id));
          if (rounds.length === 1) end.abort();
        },
      },
    );
    expect(seen).to.deep.equal([LINES[0]?.id, LINES[2]?.id, LINES[1]?.id]);
  });

  it("takes periods as people say them", () => {
    expect(["90s", "15m", "1h", "2d"].map((text) => readPeriod(text, "since"))).to.deep.equal([
      90_000, 900_000, 3_600_000, 172_800_000,
    ]);
    expect(() => readPeriod("1 hour", "since")).to.throw(
      '--since is "1 hour" but must be a period',
    );
  });
});
