import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const RULES: readonly (readonly [RegExp, (m: string) => string])[] = [
  [/^\d+$/, (m) => `number ${m}`],
  [/./, (m) => `text ${m}`],
];

export function arrayOfTuplesFns(): AnyTool {
  return defineTool({
    name: "array-of-tuples-fns",
    title: "array-of-tuples-fns",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const rule = RULES.find(([p]) => p.test("12"));
      return text(rule?.[1]("12") ?? "");
    },
  });
}
