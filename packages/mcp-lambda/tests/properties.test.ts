/**
 * What holds whatever is sent: the handler always answers, in time, with a documented status and
 * with JSON-RPC or a documented empty body, and gives away nothing of its inside.
 */
import type { APIGatewayProxyEvent } from "aws-lambda";
import { expect } from "chai";
import * as fc from "fast-check";
import { lambdaContext } from "../testing/event";
import { FIRST_ANSWER, FIRST_REQUEST, modern } from "../testing/mcp";
import { createHandler, type TestHandler } from "./support/handler";
import { propertyRuns } from "../../../tests/support/property-runs";

/** More than any answer here needs; tools get a second less. */
const REMAINING_MS = 6_000;

/** No tool here takes its time. */
const ANSWERED_WITHIN_MS = 1_000;

/** Statuses of the guard and of the protocol's handlers. */
const STATUSES = [200, 202, 400, 403, 404, 405, 413, 415];

const METHODS = [
  "initialize",
  "ping",
  "tools/list",
  "tools/call",
  "resources/list",
  "resources/templates/list",
  "resources/read",
  "resources/subscribe",
  "prompts/list",
  "prompts/get",
  "completion/complete",
  "logging/setLevel",
  "server/discover",
  "subscriptions/listen",
  "notifications/initialized",
  "notifications/cancelled",
  "notifications/progress",
  "no/such",
  "constructor",
  "__proto__",
];
const NAMES = ["add", "greet", "constructor", "__proto__", "toString", "", "日本"];

const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
const name = fc.oneof(fc.constantFrom(...NAMES), fc.string());
const id = fc.oneof(
  { weight: 8, arbitrary: fc.integer() },
  { weight: 4, arbitrary: fc.string({ unit: "binary" }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(null, 1e308, -0, 2 ** 53, 1.5, "9".repeat(5_000), {}, []),
  },
);
const likelyMeta = fc.record(
  {
    "io.modelcontextprotocol/protocolVersion": fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom("2026-07-28", "2025-11-25", "1999-01-01") },
      { weight: 1, arbitrary: json },
    ),
    "io.modelcontextprotocol/clientCapabilities": fc.oneof(fc.constant({}), json),
    progressToken: fc.oneof(fc.string(), fc.integer()),
  },
  { requiredKeys: [] },
);
const meta = fc.oneof({ weight: 9, arbitrary: likelyMeta }, { weight: 1, arbitrary: json });
const likelyParams = fc.record(
  {
    name,
    uri: fc.oneof(fc.constantFrom("fixture://status", "item://1", "%", "::"), fc.string()),
    arguments: fc.oneof(json, fc.record({ a: json, b: json }, { requiredKeys: [] })),
    cursor: fc.oneof(fc.string(), json),
    protocolVersion: fc.oneof(fc.constant("2025-11-25"), json),
    ref: fc.oneof(json, fc.record({ type: fc.constantFrom("ref/prompt", "ref/resource"), name })),
    argument: fc.oneof(json, fc.record({ name, value: fc.string() })),
    requestId: json,
    _meta: meta,
  },
  { requiredKeys: [] },
);
const params = fc.oneof(json, likelyParams);
const message = fc.record(
  {
    jsonrpc: fc.constantFrom<unknown>("2.0", "1.0", 2, null),
    id,
    method: fc.oneof(fc.constantFrom(...METHODS), fc.string(), json),
    params,
    result: json,
    error: json,
  },
  { requiredKeys: ["jsonrpc"] },
);
const request = fc.record({
  jsonrpc: fc.constant("2.0"),
  id,
  method: fc.constantFrom(...METHODS),
  params: fc.oneof({ weight: 1, arbitrary: params }, { weight: 9, arbitrary: likelyParams }),
});
const deep = fc
  .integer({ min: 1, max: 20_000 })
  .map((depth) => `${"[".repeat(depth)}${"]".repeat(depth)}`);
const text = fc.oneof(
  { weight: 16, arbitrary: request.map((value) => JSON.stringify(value)) },
  { weight: 4, arbitrary: message.map((value) => JSON.stringify(value)) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.oneof(message, json), { maxLength: 40 })
      .map((value) => JSON.stringify(value)),
  },
  { weight: 1, arbitrary: json.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  { weight: 1, arbitrary: deep },
);
/** As it is, cut off, or with bytes that are not UTF-8. */
const bytes = fc
  .tuple(
    text,
    fc.nat(),
    fc.oneof(
      { weight: 12, arbitrary: fc.constant("entire") },
      { weight: 1, arbitrary: fc.constantFrom("cut", "broken") },
    ),
  )
  .map(([entire, at, how]) => {
    const buffer = Buffer.from(entire);
    if (how === "cut") return buffer.subarray(0, at % (buffer.length + 1));
    if (how === "broken") return Buffer.concat([buffer, Buffer.of(0xc3, 0x28, 0xff)]);
    return buffer;
  });

const headerName = fc.oneof(
  fc.constantFrom(
    "MCP-Protocol-Version",
    "mcp-protocol-version",
    "Mcp-Method",
    "Mcp-Name",
    "Accept",
    "Mcp-Session-Id",
    "__proto__",
    "constructor",
  ),
  fc.string({ minLength: 1, maxLength: 20 }),
);
const headerValue = fc.oneof(
  fc.constantFrom(
    "2026-07-28",
    "2025-06-18",
    "tools/call",
    "add",
    "=?base64?YWRk?=",
    "=?base64?%%%?=",
    "text/event-stream",
    "*/*",
    "null",
    "日本語",
    "",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const guarded = fc.tuple(fc.constantFrom("Origin", "Host"), headerValue);
const headers = fc.array(
  fc.oneof(
    { weight: 30, arbitrary: fc.tuple(headerName, headerValue) },
    { weight: 1, arbitrary: guarded },
  ),
  { maxLength: 5 },
);
/** Mostly right, so that what follows is reached. */
const contentType = fc.oneof(
  { weight: 19, arbitrary: fc.constantFrom("application/json", "APPLICATION/JSON; charset=utf-8") },
  { weight: 1, arbitrary: fc.string() },
);
const method = fc.oneof(
  { weight: 19, arbitrary: fc.constant("POST") },
  { weight: 1, arbitrary: fc.constantFrom("GET", "DELETE", "OPTIONS", "", "post") },
);

const event = fc
  .record({
    bytes,
    headers,
    contentType,
    method,
    base64: fc.boolean(),
    body: fc.integer({ min: 0, max: 20 }),
  })
  .map(
    ({ bytes: content, headers: given, contentType: type, method: httpMethod, base64, body }) => {
      const pairs = [["Content-Type", type], ...given] as [string, string][];
      const several: Record<string, string[]> = {};
      for (const [key, value] of pairs)
        several[key] = [...(Object.hasOwn(several, key) ? (several[key] ?? []) : []), value];
      return {
        httpMethod,
        headers: Object.fromEntries(pairs),
        multiValueHeaders: several,
        body: body === 0 ? null : content.toString(base64 ? "base64" : "utf8"),
        isBase64Encoded: base64,
        requestContext: {},
      } as unknown as APIGatewayProxyEvent;
    },
  );

/** A JSON-RPC answer, or a batch of them, or the frames of a stream. */
function checkBody(type: unknown, body: string): void {
  if (type === "text/event-stream") {
    for (const frame of body.trimEnd().split("\n\n")) {
      expect(JSON.parse(frame.replace(/^(event: message\n)?data: /, ""))).to.include({
        jsonrpc: "2.0",
      });
    }
    return;
  }
  expect(type).to.equal("application/json");
  const parsed = JSON.parse(body) as unknown;
  for (const answer of Array.isArray(parsed) ? (parsed as unknown[]) : [parsed]) {
    expect(answer).to.include({ jsonrpc: "2.0" });
    const hasOne = Number("result" in (answer as object)) + Number("error" in (answer as object));
    expect(hasOne).to.equal(1);
  }
}

describe("whatever is sent", () => {
  let handler: TestHandler;

  before(() => {
    handler = createHandler();
  });

  it("is answered in time, as documented, and without a word of the inside", async () => {
    await fc.assert(
      fc.asyncProperty(event, async (sent) => {
        const started = performance.now();
        const answer = await handler(sent, lambdaContext(REMAINING_MS));
        expect(performance.now() - started).to.be.lessThan(ANSWERED_WITHIN_MS);
        expect(answer.statusCode).to.be.oneOf(STATUSES);
        const { body } = answer;
        if (body === "") expect(answer.statusCode).to.be.oneOf([202, 204]);
        else checkBody(answer.headers?.["content-type"], body);
        expect(body).to.not.include('"code":-32603');
        expect(body).to.not.match(/\n? +at .+:\d+:\d+|node_modules|\/(work|home|var)\//);
      }),
      { numRuns: propertyRuns(3_000) },
    );
  });

  it("leaves the next request as it would have been", async () => {
    const legacy = {
      httpMethod: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(FIRST_REQUEST),
    } as unknown as APIGatewayProxyEvent;
    const { body, headers: modernHeaders } = modern("tools/call", {
      name: "add",
      arguments: { a: 10, b: 5 },
    });
    const next = {
      httpMethod: "POST",
      headers: { "Content-Type": "application/json", ...modernHeaders },
      body: JSON.stringify(body),
    } as unknown as APIGatewayProxyEvent;
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 3 }), async (before) => {
        await Promise.all(before.map((sent) => handler(sent, lambdaContext(REMAINING_MS))));
        const first = await handler(legacy, lambdaContext());
        expect(JSON.parse(first.body)).to.deep.equal(FIRST_ANSWER);
        const second = await handler(next, lambdaContext());
        const { result } = JSON.parse(second.body) as { result: object };
        expect(result).to.deep.include(FIRST_ANSWER.result);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});
