import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const addTo = (a: number) => (b: number) => (c: number) => a + b + c;
const five = addTo(2)(3);

export function curried(): AnyTool {
  return defineTool({
    name: "curried",
    title: "curried",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(five(4)));
    },
  });
}
