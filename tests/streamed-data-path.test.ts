/**
 * Buffered and streamed, the data path is composed of the same parts: handlers/mcp.ts and
 * handlers/stream.ts respond alike to what has nothing to send before its result.
 */
import { expect } from "chai";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { text } from "mcp-lambda";
import {
  call,
  capturing,
  type EventParts,
  gatewayEvent,
  lambdaContext,
  modern,
  plainTool,
  serverWith,
} from "mcp-lambda/testing";
import { createHandler } from "../handlers/mcp";
import { createStreamingHandler } from "../handlers/stream";
import { KeptStream, withLambdaStreams } from "../packages/mcp-lambda/tests/support/streaming";

const ORIGIN = "https://app.example.com";
const CALLER: EventParts["caller"] = {
  kind: "iam",
  arn: "arn:aws:iam::123456789012:user/alice",
  accountId: "123456789012",
};

const tools = [
  plainTool("says-who", (_, { caller }) => text(JSON.stringify(caller))),
  plainTool("fails", () => {
    throw new Error("broken");
  }),
];
const current = modern("tools/call", { name: "says-who", arguments: {} });

/** Status, and the request that gets it. */
const REQUESTS: Readonly<Record<string, readonly [number, EventParts]>> = {
  "a call": [200, { body: JSON.stringify(call("says-who")) }],
  "a call of 2026-07-28": [200, { body: JSON.stringify(current.body), headers: current.headers }],
  "a call from a page that may": [
    200,
    { body: JSON.stringify(call("says-who")), headers: { Origin: ORIGIN } },
  ],
  "a call that fails": [200, { body: JSON.stringify(call("fails")) }],
  "a batch": [200, { body: JSON.stringify([call("says-who", {}, 1), call("fails", {}, 2)]) }],
  "a notification": [202, { body: '{"jsonrpc":"2.0","method":"notifications/initialized"}' }],
  "a body that is not JSON": [400, { body: "{" }],
  "a refused origin": [
    403,
    { body: JSON.stringify(call("says-who")), headers: { Origin: "https://evil.example.com" } },
  ],
  "another method": [405, { method: "GET" }],
  "a preflight": [204, { method: "OPTIONS", headers: { Origin: ORIGIN } }],
};

interface Reply {
  readonly status: number | undefined;
  readonly headers: unknown;
  readonly body: string;
  /** Lines of the log without what is measured. */
  readonly messages: readonly unknown[];
}

function messagesIn(output: string): readonly unknown[] {
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => (JSON.parse(line) as Readonly<Record<string, unknown>>)["message"]);
}

async function buffered(event: APIGatewayProxyEvent): Promise<Reply> {
  const handler = createHandler(serverWith({ tools }));
  const { result, output } = await capturing(() => handler(event, lambdaContext()));
  const { statusCode: status, headers, body } = result;
  return { status, headers, body, messages: messagesIn(output) };
}

async function streamed(event: APIGatewayProxyEvent): Promise<Reply> {
  const handler = createStreamingHandler(serverWith({ tools }));
  const stream = new KeptStream();
  const { output } = await capturing(() => handler(event, stream, lambdaContext()));
  const { head, text: body } = await stream.whole();
  return { status: head?.statusCode, headers: head?.headers, body, messages: messagesIn(output) };
}

const VARIABLES = ["AUTH", "ALLOWED_ORIGINS"] as const;

describe("the data path, buffered and streamed", () => {
  withLambdaStreams();
  const before = VARIABLES.map((name) => [name, process.env[name]] as const);
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  async function bothReplies(auth: string, parts: EventParts): Promise<readonly [Reply, Reply]> {
    Object.assign(process.env, { AUTH: auth, ALLOWED_ORIGINS: ORIGIN });
    const event = gatewayEvent(parts);
    return [await buffered(event), await streamed(event)];
  }

  for (const [what, [status, parts]] of Object.entries(REQUESTS)) {
    for (const auth of ["none", "iam"]) {
      it(`responds alike to ${what} with auth ${auth}`, async () => {
        const known = auth === "iam" ? { ...parts, caller: CALLER } : parts;

        const [one, other] = await bothReplies(auth, known);

        expect(one.status).to.equal(status);
        expect(other).to.deep.equal(one);
      });
    }
  }

  for (const [what, create] of [
    ["buffered", createHandler],
    ["streamed", createStreamingHandler],
  ] as const) {
    it(`logs what nobody waited for: ${what}`, async () => {
      const before = process.listeners("unhandledRejection");

      create(serverWith({ tools }));
      const [listener, ...others] = process.listeners("unhandledRejection");
      const { output } = await capturing(async () => {
        listener?.(new Error("left behind"), Promise.resolve());
      });

      expect(others).to.deep.equal([]);
      expect(before).to.not.include(listener);
      expect(messagesIn(output)).to.deep.equal(["a promise that nobody waited for was rejected"]);
    });
  }

  it("refuses alike a caller who is not known", async () => {
    const [one, other] = await bothReplies("iam", { body: JSON.stringify(call("says-who")) });

    expect(one.status).to.equal(403);
    expect(one.body).to.not.include("says-who");
    expect(other).to.deep.equal(one);
  });
});
