import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const cached = <A extends unknown[], R>(f: (...a: A) => R): ((...a: A) => R) => {
  const memo: Record<string, R> = {};
  return (...a) => (memo[JSON.stringify(a)] ??= f(...a));
};
let runs = 0;
const slow = cached((n: number) => {
  runs += 1;
  return n * 2;
});

export function decoratedWrapper(): AnyTool {
  return defineTool({
    name: "decorated-wrapper",
    title: "decorated-wrapper",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      slow(2);
      slow(2);
      return text(`${slow(2)} ${runs}`);
    },
  });
}
