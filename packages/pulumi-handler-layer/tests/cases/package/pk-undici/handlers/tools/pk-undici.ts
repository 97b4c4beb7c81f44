import { withStub } from "../../../../stub";
import { Agent, request } from "undici";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkUndici(): AnyTool {
  const dispatcher = new Agent({ connectTimeout: 1000 });
  return defineTool({
    name: "pk-undici",
    title: "pk-undici",
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
        () => ({ n: 6 }),
        async (url) => {
          const { body } = await request(url, { dispatcher });
          return text(String(((await body.json()) as { n: number }).n));
        },
      );
    },
  });
}
