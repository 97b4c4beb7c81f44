import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

interface Opt {
  a?: { b?: number | null };
}
const o: Opt = { a: { b: null } };
const v = o.a?.b ?? 5;

export function optionalNullish(): AnyTool {
  return defineTool({
    name: "optional-nullish",
    title: "optional-nullish",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      let x: number | undefined;
      x ??= v;
      x **= 2;
      return text(String(x));
    },
  });
}
