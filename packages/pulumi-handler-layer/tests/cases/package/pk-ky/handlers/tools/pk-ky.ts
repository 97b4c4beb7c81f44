import { withStub } from "../../../../stub";
import ky from "ky";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkKy(): AnyTool {
  return defineTool({
    name: "pk-ky",
    title: "pk-ky",
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
        () => ({ n: 9 }),
        async (url) => text(String((await ky.get(url).json<{ n: number }>()).n)),
      );
    },
  });
}
