/** The shortest tool: two required numbers in, one text out. */
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function add(): AnyTool {
  return defineTool({
    name: "add",
    title: "Add two numbers",
    description: "Adds two numbers and returns the sum.",
    inputSchema: z.object({
      a: z.number().describe("First number"),
      b: z.number().describe("Second number"),
    }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: ({ a, b }) => text(`${a} + ${b} = ${a + b}`),
  });
}
