/** The first look at a version that no caller has met: the handler itself answers, in each mode. */
import { expect } from "chai";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { text } from "mcp-lambda";
import { lambdaContext, capturing, plainTool, serverWith } from "mcp-lambda/testing";
import { createHandler } from "../../../handlers/mcp";
import { whyBroken } from "../../../scripts/rollout/try-version";
import type { Invoked } from "../../../scripts/versions/versioned-function";

const STACK = { endpoint: "https://abc123.execute-api.ap-northeast-2.amazonaws.com/dev/mcp" };

/** A version that answers so. */
const answering = (invoked: Partial<Invoked>) => ({
  invoke: async (): Promise<Invoked> => ({ failure: undefined, payload: "", ...invoked }),
});

/** The handler with these variables. */
async function whyHandlerBroken(
  variables: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    const handler = createHandler(serverWith({ tools: [plainTool("works", () => text("done"))] }));
    const invoke = async (_: number, event: object): Promise<Invoked> => {
      const { result } = await capturing(() =>
        handler(event as APIGatewayProxyEvent, lambdaContext()),
      );
      return { failure: undefined, payload: JSON.stringify(result) };
    };
    return await whyBroken({ invoke }, 8, STACK);
  } finally {
    // Set one by one: an object in its place would no longer be the process's variables.
    for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
}

describe("first look at a version", () => {
  const MODES: readonly Readonly<Record<string, string>>[] = [
    {},
    { AUTH: "iam" },
    { AUTH: "jwt" },
    { AUTH: "apiKey", API_KEY_NAMES: '{"abc":"alice"}' },
  ];

  for (const variables of MODES) {
    it(`finds nothing wrong with the handler where auth is ${variables["AUTH"] ?? "none"}`, async () => {
      expect(await whyHandlerBroken(variables)).to.equal(undefined);
    });
  }

  it("reads what a streamed handler gives an invocation: head, eight zero bytes, body", async () => {
    const head = '{"statusCode":200,"headers":{"content-type":"application/json"}}';
    const streamedAs = (body: string): Promise<string | undefined> =>
      whyBroken(answering({ payload: `${head}${"\0".repeat(8)}${body}` }), 8, STACK);

    expect(await streamedAs('{"jsonrpc":"2.0","id":1,"result":{"tools":[]}}')).to.equal(undefined);
    expect(await streamedAs("broken")).to.equal("it answers tools/list with 200: broken");
  });

  it("says how it ends where it does not run", async () => {
    const payload = JSON.stringify({ errorType: "Error", errorMessage: "Cannot find module 'x'" });

    expect(await whyBroken(answering({ failure: "Unhandled", payload }), 8, STACK)).to.equal(
      "it does not run: Unhandled: Cannot find module 'x'",
    );
  });

  it("says what it answers in place of its tools", async () => {
    const payload = JSON.stringify({ statusCode: 500, body: "broken" });
    const noList = JSON.stringify({ statusCode: 200, body: '{"jsonrpc":"2.0","result":{}}' });

    expect(await whyBroken(answering({ payload }), 8, STACK)).to.equal(
      "it answers tools/list with 500: broken",
    );
    expect(await whyBroken(answering({ payload: noList }), 8, STACK)).to.include("with 200:");
    expect(await whyBroken(answering({ payload: "null" }), 8, STACK)).to.include("undefined");
  });
});
