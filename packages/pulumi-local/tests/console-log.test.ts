import { expect } from "chai";
import { createConsoleLog } from "../cli/console-log";
import { toolCall } from "./support/fixture";

const REQUEST = {
  at: 0,
  api: undefined,
  method: "POST",
  path: "/dev/mcp",
  body: Buffer.from(toolCall("add")),
  status: 200,
  milliseconds: 2.7,
  bytes: 84,
};

/** Mocha's output is a pipe or a terminal: colours are taken out to compare. */
function lines(json: boolean): { log: ReturnType<typeof createConsoleLog>; written: string[] } {
  const written: string[] = [];
  const log = createConsoleLog({ json }, (line) => {
    written.push(line.replace(/\u001b\[\d+m/g, ""));
  });
  return { log, written };
}

const REPORT = {
  type: "platform.report",
  record: {
    requestId: "r",
    status: "success",
    metrics: {
      durationMs: 1.234,
      billedDurationMs: 102,
      memorySizeMB: 512,
      maxMemoryUsedMB: 80,
      initDurationMs: 100,
    },
  },
} as const;

describe("the console log", () => {
  it("writes a request in one short line: status, method, tool, time, size", () => {
    const { log, written } = lines(false);
    log.onRequest(REQUEST);
    expect(written).to.deep.equal(["200 POST tools/call add 3 ms 84 B"]);
  });

  it("names the path of a request that is not a message, and the size of a batch", () => {
    const { log, written } = lines(false);
    log.onRequest({ ...REQUEST, method: "GET", body: Buffer.from(""), status: 405 });
    log.onRequest({ ...REQUEST, body: Buffer.from("[{},{}]") });
    log.onRequest({ ...REQUEST, body: undefined, status: 413 });
    expect(written.map((line) => line.split(" ").slice(0, 3).join(" "))).to.deep.equal([
      "405 GET /dev/mcp",
      "200 POST batch",
      "413 POST /dev/mcp",
    ]);
  });

  it("writes a log line for people, with the stacks of an error and of its cause below", () => {
    const { log, written } = lines(false);
    const error = { stack: "Error: a\n    at b", cause: { stack: "Error: c" } };
    const fields = { level: "ERROR", message: "tool failed", tool: "add", error };
    log.onLine(JSON.stringify({ timestamp: "2026-01-01T00:00:00.000Z", ...fields }));
    expect(written).to.deep.equal([
      "ERROR tool failed tool=add\n  Error: a\n      at b\n  Error: c",
    ]);
  });

  it("leaves lines alone that are none of the server's own", () => {
    const { log, written } = lines(false);
    for (const line of ["plain", '{"a":1}', "[1]", "null"]) log.onLine(line);
    expect(written).to.deep.equal(["plain", '{"a":1}', "[1]", "null"]);
  });

  it("writes START, END and REPORT as Lambda's text log has them", () => {
    const { log, written } = lines(false);
    log.onReport({ type: "platform.start", record: { requestId: "r", version: "3" } });
    log.onReport(REPORT);
    expect(written).to.deep.equal([
      "START RequestId: r Version: 3",
      "END RequestId: r",
      "REPORT RequestId: r\tDuration: 1.23 ms\tBilled Duration: 102 ms\tMemory Size: 512 MB\tMax Memory Used: 80 MB\tInit Duration: 100.00 ms",
    ]);
  });

  it("leaves metrics to the page, and writes them when asked for JSON", () => {
    const metrics = '{"Requests":1,"_aws":{"Timestamp":1,"CloudWatchMetrics":[]}}';
    const [forPeople, asJson] = [lines(false), lines(true)];
    forPeople.log.onLine(metrics);
    asJson.log.onLine(metrics);
    expect(forPeople.written).to.deep.equal([]);
    expect(asJson.written).to.deep.equal([metrics]);
  });

  it("writes everything as JSON when asked", () => {
    const { log, written } = lines(true);
    log.onRequest(REQUEST);
    log.onLine("plain");
    log.onLine('{"level":"INFO","message":"own"}');
    log.onReport(REPORT);
    log.onFailure("broken");
    const parsed = written.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed[0]).to.include({ type: "request", rpc: "tools/call", tool: "add", status: 200 });
    expect(parsed[0]).to.not.have.any.keys("body");
    expect(parsed[3]).to.deep.include(REPORT);
    expect(parsed.slice(1).map(({ type, message }) => [type, message])).to.deep.equal([
      ["function", "plain"],
      [undefined, "own"],
      ["platform.report", undefined],
      ["failure", "broken"],
    ]);
  });
});
