import { withStub } from "../../../../stub";
import fetch from "node-fetch";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkNodeFetch(): AnyTool {
  return defineTool({
    name: "pk-node-fetch",
    title: "pk-node-fetch",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return withStub(
        () => ({ n: 8 }),
        async (url) => text(JSON.stringify(await (await fetch(url)).json())),
      );
    },
  });
}
