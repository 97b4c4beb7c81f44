import { expect } from "chai";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { createConsoleLog } from "../cli/console-log";
import type { AnsweredRequest } from "../api-gateway/answered-request";
import { createLineSplitter, splitLines } from "../lambda/line-splitter";
import { toolCall } from "./support/fixture";

const OK = '{"jsonrpc":"2.0","id":1,"result":{"content":[]}}';

const REQUEST: AnsweredRequest = {
  at: 0,
  api: undefined,
  requestId: "id-1",
  protocolVersion: undefined,
  response: Buffer.from(OK),
  method: "POST",
  path: "/dev/mcp",
  body: Buffer.from(toolCall("add")),
  status: 200,
  milliseconds: 2.7,
  bytes: 84,
};

/** Mocha's output is a pipe or a terminal: colours are taken out to compare. */
function lines(
  json: boolean,
  verbose = false,
): { log: ReturnType<typeof createConsoleLog>; written: string[] } {
  const written: string[] = [];
  const log = createConsoleLog({ json, verbose }, (line) => {
    written.push(line.replace(/\u001b\[\d+m/g, ""));
  });
  return { log, written };
}

/** Body of a 2026-07-28 request. */
function modernCall(name: string): Buffer {
  const _meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
  return Buffer.from(JSON.stringify({ method: "tools/call", params: { name, _meta } }));
}

/** The function's metrics line of a request. */
function metricsOf(gatewayRequestId: string, fields: object): string {
  const _aws = { Timestamp: 1, CloudWatchMetrics: [] };
  return JSON.stringify({ gatewayRequestId, ...fields, _aws });
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
  it("writes a request in one line: status, era, method, tool, outcome, time, id", () => {
    const { log, written } = lines(false);
    log.onRequest(REQUEST);
    log.onRequest({ ...REQUEST, protocolVersion: "2026-07-28", requestId: "id-2" });
    log.onRequest({ ...REQUEST, body: modernCall("add"), requestId: "id-3" });
    log.onRequest({ ...REQUEST, protocolVersion: "2025-11-25", from: "page" });
    expect(written).to.deep.equal([
      "200 2025 tools/call add ok 3 ms id-1",
      "200 2026 tools/call add ok 3 ms id-2",
      "200 2026 tools/call add ok 3 ms id-3",
      "200 2025 tools/call add ok 3 ms id-1 (page)",
    ]);
  });

  it("names the path of a request that is not a message, and the size of a batch", () => {
    const { log, written } = lines(false);
    const response = Buffer.from('{"error":{"code":-32000,"message":"Send POST"}}');
    const body = Buffer.from("");
    log.onRequest({ ...REQUEST, method: "GET", body, response, status: 405 });
    log.onRequest({ ...REQUEST, body: Buffer.from("[{},{}]") });
    log.onRequest({ ...REQUEST, body: undefined, response: Buffer.from(""), status: 413 });
    expect(written).to.deep.equal([
      "405 GET /dev/mcp refused (Send POST) 3 ms id-1",
      "200 2025 batch of 2 ok 3 ms id-1",
      "413 POST /dev/mcp refused 3 ms id-1",
    ]);
  });

  it("says what came of a call as the function's metrics of the same request do", () => {
    const { log, written } = lines(false);
    const issues = ["a: invalid_type", "b: too_big"];
    log.onLine(metricsOf("id-2", { outcome: "failed", code: "sold-out" }));
    log.onLine(metricsOf("id-1", { outcome: "invalid-arguments", issues }));
    log.onRequest(REQUEST);
    log.onRequest({ ...REQUEST, requestId: "id-2" });
    log.onRequest(REQUEST);
    expect(written).to.deep.equal([
      "200 2025 tools/call add invalid-arguments (a: invalid_type, b: too_big) 3 ms id-1",
      "200 2025 tools/call add failed (sold-out) 3 ms id-2",
      "200 2025 tools/call add ok 3 ms id-1",
    ]);
  });

  it("says of a batch each outcome once", () => {
    const { log, written } = lines(false);
    for (const outcome of ["ok", "threw", "ok"]) log.onLine(metricsOf("id-1", { outcome }));
    log.onRequest({ ...REQUEST, body: Buffer.from("[{},{},{}]") });
    expect(written).to.deep.equal(["200 2025 batch of 3 ok, threw 3 ms id-1"]);
  });

  const responses: readonly (readonly [string, number, object, string])[] = [
    ["a failed call", 200, { result: { isError: true } }, "failed"],
    ["a question", 200, { result: { resultType: "input_required" } }, "asked"],
    ["a task", 200, { result: { resultType: "task" } }, "task"],
    ["an error", 200, { error: { message: "no such tool" } }, "refused (no such tool)"],
    ["no token", 401, { error: { message: "A token is needed" } }, "refused (A token is needed)"],
    ["AWS's own words", 403, { message: "Forbidden" }, "refused (Forbidden)"],
    ["a fault", 502, { message: "Internal server error" }, "failed (Internal server error)"],
  ];
  for (const [what, status, response, outcome] of responses) {
    it(`takes the outcome from the response where there are no metrics: ${what}`, () => {
      const { log, written } = lines(false);
      log.onRequest({ ...REQUEST, status, response: Buffer.from(JSON.stringify(response)) });
      expect(written).to.deep.equal([`${status} 2025 tools/call add ${outcome} 3 ms id-1`]);
    });
  }

  it("leaves out what the server says of each request, ids, START and REPORT, unless it is verbose", () => {
    const ids = { requestId: "r", gatewayRequestId: "g", rpcId: "1" };
    const own = { level: "WARN", message: "answered", method: "tools/call", durationMs: 1, ...ids };
    const begun = { level: "INFO", message: "call", tool: "add", ...ids };
    const written: string[][] = [];
    for (const verbose of [false, true]) {
      const { log, written: each } = lines(false, verbose);
      log.onReport(REPORT);
      for (const line of [own, begun]) log.onLine(JSON.stringify(line));
      log.onLine(JSON.stringify({ level: "INFO", message: "of a tool", tool: "add", ...ids }));
      log.onLine(metricsOf("g", { outcome: "ok" }));
      written.push(each);
    }
    const [short = [], all = []] = written;
    expect(short).to.deep.equal(["INFO of a tool tool=add"]);
    expect(all).to.have.length(6);
    expect(all).to.include("INFO of a tool tool=add requestId=r gatewayRequestId=g rpcId=1");
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

  it("writes START, END and REPORT as Lambda's text log has them, when it is verbose", () => {
    const { log, written } = lines(false, true);
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
    const [line] = asJson.written.map((each) => JSON.parse(each) as Record<string, unknown>);
    expect(line).to.deep.include({ type: "metrics", line: JSON.parse(metrics) as unknown });
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
      "INFO no token reason=missing detail=no header Authorization",
      "WARN token refused reason=expired detail=since 10 s",
      "WARN token lacks a scope reason=scope detail=it lacks a\\u202eb",
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
    expect(parsed[0]).to.not.have.any.keys("body", "response");
    expect(parsed[3]).to.deep.include(REPORT);
    expect(parsed[0]).to.include({ era: "2025", outcome: "ok", requestId: "id-1" });
    expect(parsed[2]).to.deep.include({ line: { level: "INFO", message: "own" } });
    expect(parsed.map(({ type, message }) => [type, message])).to.deep.equal([
      ["request", undefined],
      ["function", "plain"],
      ["function", undefined],
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
      `200 2025 ${SHOWN} t${SHOWN} ok 3 ms id-1`,
      `200 ${SHOWN} /${SHOWN} ok 3 ms id-1`,
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
    expect(parsed[2]).to.deep.include({ type: "function", line: own });
    expect(parsed[3]).to.deep.include({ type: "function", line: { a: 1, b: 2 } });
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
    expect(written[1]).to.equal(`200 2025 tools/call ${"n".repeat(79)}\ufffd ok 3 ms id-1`);
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

  it("has the last line of a stream, with and without its line feed", async () => {
    for (const text of ["a\nb", "a\nb\n"]) {
      const seen: string[] = [];
      const stream = new PassThrough();
      splitLines(stream, (line) => seen.push(line));
      stream.end(text);
      await once(stream, "end");
      expect(seen).to.deep.equal(["a", "b"]);
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
