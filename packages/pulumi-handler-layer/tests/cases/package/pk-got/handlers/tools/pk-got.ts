import { withStub } from "../../../../stub";
import got from "got";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkGot(): AnyTool {
  return defineTool({
    name: "pk-got",
    title: "pk-got",
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
        () => ({ n: 7 }),
        async (url) => text(String((await got(url).json<{ n: number }>()).n)),
      );
    },
  });
}
