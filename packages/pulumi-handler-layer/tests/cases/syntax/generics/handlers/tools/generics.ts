import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

function group<T, K extends string>(
  items: readonly T[],
  key: (t: T) => K,
): Partial<Record<K, T[]>> {
  const out: Partial<Record<K, T[]>> = {};
  for (const item of items) (out[key(item)] ??= []).push(item);
  return out;
}

export function generics(): AnyTool {
  return defineTool({
    name: "generics",
    title: "generics",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(JSON.stringify(group([1, 2, 3], (n) => (n % 2 ? "odd" : "even"))));
    },
  });
}
