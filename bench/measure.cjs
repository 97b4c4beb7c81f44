"use strict";
/**
 * One measured process: `node measure.cjs MODULE cold|warm 2025|2026 [CALLS]`. Loads a handler as
 * Lambda does, calls it, and prints what that took, as JSON.
 */
const [file, mode, era, calls = "4000"] = process.argv.slice(2);
const params = { name: "add", arguments: { a: 10, b: 5 } };
const _meta = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};
const isModern = era === "2026";
const method = process.env.METHOD ?? "tools/call";
const own = method === "tools/call" ? params : {};
const message = { jsonrpc: "2.0", method, params: isModern ? { ...own, _meta } : own, id: 1 };
const isPlain = process.env.PLAIN === "1";
const plain = { Host: "bench.test", "Content-Type": "application/json" };
const modern = {
  "MCP-Protocol-Version": "2026-07-28",
  "Mcp-Method": method,
  ...(method === "tools/call" && { "Mcp-Name": "add" }),
};
/** As API Gateway sends it: in base64 where binary media types are on. */
function event(headers) {
  const text = JSON.stringify(message);
  return {
    resource: "/mcp",
    path: "/mcp",
    httpMethod: "POST",
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, [v]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: { domainName: "bench.test", identity: { sourceIp: "127.0.0.1" }, stage: "dev" },
    body: isPlain ? text : Buffer.from(text).toString("base64"),
    isBase64Encoded: !isPlain,
  };
}
const context = () => ({ awsRequestId: "bench", getRemainingTimeInMillis: () => 25_000 });
const tick = () => new Promise((resolve) => setImmediate(resolve));
const isAnswer = ({ statusCode, body }) =>
  statusCode === 200 &&
  (method !== "tools/call" || body.includes("10 + 5 = 15")) &&
  (!isModern || body.includes('"resultType":"complete"'));
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];

async function main() {
  const startCpu = process.cpuUsage();
  const started = performance.now();
  const { handler } = file.endsWith("__index.js") ? require(file) : await import(file);
  const loaded = performance.now();
  // Lambda asks for its first event over HTTP: what the load has begun is done by then.
  await tick();
  const ready = performance.now();
  const headers =
    process.env.ACCEPT === "1"
      ? { ...plain, Accept: "application/json, text/event-stream" }
      : plain;
  const sent = event(isModern ? { ...headers, ...modern } : headers);
  const first = await handler(sent, context());
  const answered = performance.now();
  const cpu = process.cpuUsage(startCpu);
  const result = {
    ok: isAnswer(first),
    status: first.statusCode,
    load: loaded - started,
    warmUp: ready - loaded,
    first: answered - ready,
    total: answered - started,
    cpu: (cpu.user + cpu.system) / 1000,
  };
  if (mode === "warm" && result.ok) {
    const count = Number(calls);
    const times = [];
    for (let call = 0; call < count; call += 1) {
      const before = performance.now();
      await handler(sent, context());
      times.push((performance.now() - before) * 1000);
      await tick();
    }
    const sorted = times.slice(Math.floor(count / 4)).sort((a, b) => a - b);
    result.p50 = quantile(sorted, 0.5);
    result.p99 = quantile(sorted, 0.99);
    result.rss = process.memoryUsage().rss / 1e6;
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exit(0);
}

main().catch((error) => {
  process.stdout.write(
    `${JSON.stringify({ ok: false, error: String(error?.message ?? error) })}\n`,
  );
  process.exit(0);
});
