import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function asyncInitLazyPromise(): AnyTool {
  const ready = (async () => {
    await new Promise((r) => setTimeout(r, 5));
    return { word: "ready" };
  })();
  return defineTool({
    name: "async-init-lazy-promise",
    title: "async-init-lazy-promise",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text((await ready).word);
    },
  });
}
