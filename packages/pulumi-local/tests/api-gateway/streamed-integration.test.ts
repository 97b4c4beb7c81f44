/** How a streamed response is cut where the function stops sending. */
import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import { streamFrom, type StreamEnd } from "../../api-gateway/streamed-integration";
import type { ChunkReceiver, InvocationResult } from "../../lambda/environment";

const HEAD = Buffer.from(`{"statusCode":200,"headers":{}}${"\0".repeat(8)}`);
const ENDED: InvocationResult = { kind: "result", payload: "" };

/** What the client gets of a function that sends so. */
async function received(
  send: (chunk: ChunkReceiver) => Promise<void>,
  idleMs: number,
): Promise<StreamEnd & { readonly body: string }> {
  const invoke = async (_arn: string, _event: unknown, chunk?: ChunkReceiver) => {
    await chunk?.(HEAD);
    if (chunk !== undefined) await send(chunk);
    return ENDED;
  };
  const request = { functionArn: "arn", event: {}, timeoutMs: 10_000, idleMs };
  const outcome = await streamFrom({ invoke }, request);
  if (outcome.kind !== "streamed") throw new Error(outcome.kind);
  let body = "";
  const end = await outcome.response.pipe(async (chunk) => {
    body += chunk.toString("utf8");
  });
  return { ...end, body };
}

describe("a streamed response", () => {
  it("is cut where nothing comes for longer than a stream may be silent", async () => {
    const { isWhole, milliseconds, body } = await received(async (chunk) => {
      await chunk(Buffer.from("first"));
      await setTimeout(1_000);
      await chunk(Buffer.from(" second"));
    }, 50);

    expect([isWhole, body]).to.deep.equal([false, "first"]);
    expect(milliseconds).to.be.within(45, 900);
  });

  it("is whole where something comes often enough, however long it takes", async () => {
    const { isWhole, body } = await received(async (chunk) => {
      for (let part = 0; part < 8; part += 1) {
        await setTimeout(50);
        await chunk(Buffer.from("."));
      }
    }, 300);

    expect([isWhole, body]).to.deep.equal([true, "........"]);
  });
});
