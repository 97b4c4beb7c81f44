import { expect } from "chai";
import { createConsoleLog } from "../cli/console-log";
import { createLineSplitter } from "../lambda/line-splitter";
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

  const refused = (outcome: string, reason: string, detail: string): string =>
    JSON.stringify({
      message: outcome,
      requestId: "r",
      reason,
      detail,
      service: "authorizer",
      AuthRefused: 1,
      _aws: { Timestamp: 1, CloudWatchMetrics: [] },
    });

  it("says why a token was refused, which its caller does not get to know", () => {
    const { log, written } = lines(false);
    log.onLine(refused("unauthorized", "missing", "no header Authorization"));
    log.onLine(refused("unauthorized", "expired", "since 10 s"));
    log.onLine(refused("denied", "scope", "it lacks a\u202eb"));
    expect(written).to.deep.equal([
      "INFO no token reason=missing detail=no header Authorization requestId=r",
      "WARN token refused reason=expired detail=since 10 s requestId=r",
      "WARN token lacks a scope reason=scope detail=it lacks a\\u202eb requestId=r",
    ]);
  });

  it("says which URL of an issuer failed, and of the local run's own issuer where none runs", () => {
    const line = refused("failed", "keys", "https://nowhere.test/x: not found");
    const [without, withOne]: string[][] = [[], []];
    createConsoleLog({ json: false }, (text) => without?.push(text)).onLine(line);
    createConsoleLog({ json: false, hasIssuer: true }, (text) => withOne?.push(text)).onLine(line);
    expect(withOne).to.have.length(1);
    expect(withOne?.[0]).to.include("token not checked").and.include("https://nowhere.test/x");
    expect(without?.[1]).to.include("npm start -- --oauth");
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

  /** All that a terminal obeys, or that ends a line. */
  const CONTROLS = "\u001b[2J\u009b31m\r\n200 POST\u2028\u2029\u0085\u007f\u0007\u202e\b";
  const SHOWN =
    "\\u001b[2J\\u009b31m\\r\\n200 POST\\u2028\\u2029\\u0085\\u007f\\u0007\\u202e\\u0008";

  it("shows what a caller's texts would do to a terminal, in a request's line", () => {
    const { log, written } = lines(false);
    const params = { name: `t${CONTROLS}` };
    log.onRequest({ ...REQUEST, body: Buffer.from(JSON.stringify({ method: CONTROLS, params })) });
    log.onRequest({ ...REQUEST, path: `/${CONTROLS}`, method: CONTROLS, body: undefined });
    expect(written).to.deep.equal([
      `200 POST ${SHOWN} t${SHOWN} 3 ms 84 B`,
      `200 ${SHOWN} /${SHOWN} 3 ms 84 B`,
    ]);
  });

  it("shows what texts of tools and callers would do to a terminal, in lines of the log", () => {
    const { log, written } = lines(false);
    const error = { stack: `Error: ${CONTROLS}\n    at b`, cause: { message: CONTROLS } };
    const fields = { level: "INFO", message: CONTROLS, [CONTROLS]: CONTROLS, deep: [CONTROLS] };
    log.onLine(JSON.stringify({ ...fields, error }));
    log.onLine(JSON.stringify({ ...fields, level: CONTROLS }));
    log.onLine(`a\tb ${CONTROLS.replace("\n", "")}\r`);
    log.onFailure(`failed ${CONTROLS}`);
    for (const line of written)
      expect(line).to.not.match(/[\0-\b\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
    expect(written[0]?.split("\n")).to.deep.equal([
      `INFO ${SHOWN} ${SHOWN}=${SHOWN} deep=["${JSON.stringify(CONTROLS)
        .slice(1, -1)
        .replace(
          /[\u007f-\u009f\u2028-\u202e]/g,
          (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
        )}"]`,
      "  Error: \\u001b[2J\\u009b31m\\r",
      `  ${SHOWN.slice(SHOWN.indexOf("200"))}`,
      "      at b",
      "  \\u001b[2J\\u009b31m\\r",
      `  ${SHOWN.slice(SHOWN.indexOf("200"))}`,
    ]);
    expect(written[1]?.startsWith(`${SHOWN} ${SHOWN} `)).to.equal(true);
    expect(written[2]).to.equal(`a\tb ${SHOWN.replace("\\n", "")}`);
  });

  it("writes JSON of one line without them, which says the same", () => {
    const { log, written } = lines(true);
    const own = { level: "INFO", message: CONTROLS };
    log.onRequest({ ...REQUEST, path: `/${CONTROLS}` });
    log.onLine(CONTROLS);
    log.onLine(JSON.stringify(own));
    log.onLine('{"a":\t1,\r"b":2}\r');
    log.onFailure(CONTROLS);
    for (const line of written) expect(line).to.match(/^[^\0-\u001f\u007f-\u009f\u2028-\u202e]*$/);
    const parsed = written.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed[0]).to.include({ path: `/${CONTROLS}` });
    expect(parsed[1]).to.include({ message: CONTROLS });
    expect(parsed[2]).to.deep.equal(own);
    expect(parsed[3]).to.deep.equal({ a: 1, b: 2 });
    expect(parsed[4]).to.include({ message: CONTROLS });
  });

  it("leaves out metrics alone, and no line that names them within", () => {
    const { log, written } = lines(false);
    log.onLine('{"level":"INFO","message":"own","x":{"_aws":1}}');
    log.onLine('{"x":{"_aws":1}}');
    expect(written).to.deep.equal(['INFO own x={"_aws":1}', '{"x":{"_aws":1}}']);
  });

  it("writes a line whatever it holds: nested without end, names cut in half", () => {
    const { log, written } = lines(false);
    const deep = `${'{"cause":'.repeat(20_000)}1${"}".repeat(20_000)}`;
    log.onLine(`{"level":"ERROR","message":"deep","error":${deep},"field":${deep}}`);
    const body = Buffer.from(toolCall(`${"n".repeat(79)}😀`));
    log.onRequest({ ...REQUEST, body });
    expect(written[0]).to.match(/^ERROR deep field=/);
    expect(written[1]).to.equal(`200 POST tools/call ${"n".repeat(79)}\ufffd 3 ms 84 B`);
  });
});

describe("the line splitter", () => {
  it("ends a line at a line feed alone, wherever chunks begin and end", () => {
    const text = "a\rb\u2028c\u2029d\u0085e\n\vf\f😀\n";
    for (let at = 0; at <= Buffer.byteLength(text); at += 1) {
      const seen: string[] = [];
      const split = createLineSplitter((line) => seen.push(line));
      split(Buffer.from(text).subarray(0, at));
      split(Buffer.from(text).subarray(at));
      expect(seen).to.deep.equal(["a\rb\u2028c\u2029d\u0085e", "\vf\f😀"]);
    }
  });

  it("takes time that grows with the length of a line, in however many chunks", () => {
    let length = 0;
    const split = createLineSplitter((line) => (length = line.length));
    const cpu = process.cpuUsage();
    for (let n = 0; n < 2_000; n += 1) split(Buffer.alloc(8_192, "x"));
    split(Buffer.from("\n"));
    expect(length).to.equal(2_000 * 8_192);
    expect(process.cpuUsage(cpu).user / 1000).to.be.below(1_500);
  });
});
