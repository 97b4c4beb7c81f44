import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const BIG = 10n ** 20n;
const LITERAL = 7n;

export function bigintTop(): AnyTool {
  return defineTool({
    name: "bigint-top",
    title: "bigint-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(BIG + LITERAL));
    },
  });
}
