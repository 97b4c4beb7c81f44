import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const NAMES = ["a", "b"].map((n) => n.toUpperCase());
const INDEX = Object.fromEntries(NAMES.map((n, i) => [n, i]));

export function computedTop(): AnyTool {
  return defineTool({
    name: "computed-top",
    title: "computed-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`${NAMES.join()} ${INDEX["B"] ?? -1}`);
    },
  });
}
