/** Progress when the time of a call is up: it ends the tool's loop, whether or not anybody hears of it. */
import { expect } from "chai";
import { type AnyTool, text } from "../definitions/tool";
import { plainTool, serverWith } from "../testing/definitions";
import { call, modern } from "../testing/mcp";
import { capturing } from "../testing/output";
import { askingServer } from "./support/handler";
import { askStreamed, withLambdaStreams } from "./support/streaming";

/** Of a second that is kept back from the tool, which so has 50 ms. */
const REMAINING_MS = 1_050;
/** Where nothing ends the loop it ends by itself. */
const PATIENCE_MS = 1_500;

interface Looping {
  readonly tool: AnyTool;
  /** What ended the loop: the name of an error, or "itself". */
  readonly ended: Promise<string>;
}

/** It awaits nothing else, so that timers fire only where progress lets them. */
function looping(): Looping {
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  const tool = plainTool("loops", async (_, { progress }) => {
    const begun = Date.now();
    try {
      for (let step = 1; Date.now() - begun < PATIENCE_MS; step += 1) await progress(step);
      resolve("itself");
    } catch (error) {
      resolve(error instanceof Error ? "an error" : typeof error);
      throw error;
    }
    return text("looped");
  });
  return { tool, ended };
}

const REQUESTS = {
  "2025": (_meta: object) => ({
    body: {
      ...call("loops"),
      params: { name: "loops", arguments: {}, ...(Object.keys(_meta).length > 0 && { _meta }) },
    },
    headers: {},
  }),
  "2026-07-28": (_meta: object) => {
    const { body, headers } = modern("tools/call", { name: "loops", arguments: {} });
    const { params, ...rest } = body as { readonly params: { readonly _meta: object } };
    return {
      body: { ...rest, params: { ...params, _meta: { ...params._meta, ..._meta } } },
      headers,
    };
  },
} as const;

describe("progress of a call whose deadline has passed", () => {
  withLambdaStreams();

  for (const [era, requestOf] of Object.entries(REQUESTS)) {
    it(`rejects in a buffered call of ${era}`, async () => {
      const { tool, ended } = looping();
      const { body, headers } = requestOf({});
      const ask = askingServer(serverWith({ tools: [tool] }));

      const { result } = await capturing(() => ask(body, { headers, remainingMs: REMAINING_MS }));

      expect(result.body).to.include("did not finish");
      expect(await ended).to.equal("an error");
    });

    for (const [what, meta] of [
      ["without a token", {}],
      ["with a token", { progressToken: "p" }],
    ] as const) {
      it(`rejects in a streamed call of ${era} ${what}`, async () => {
        const { tool, ended } = looping();
        const { body, headers } = requestOf(meta);

        const { text: sent } = await askStreamed(serverWith({ tools: [tool] }), body, {
          headers,
          remainingMs: REMAINING_MS,
        });

        expect(sent).to.include("did not finish");
        expect(await ended).to.equal("an error");
      });
    }
  }
});
