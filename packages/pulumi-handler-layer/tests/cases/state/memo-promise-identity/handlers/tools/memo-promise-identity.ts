import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

let ready: Promise<object> | undefined;
function pool(): Promise<object> {
  ready ??= Promise.resolve({});
  return ready;
}

export function memoPromiseIdentity(): AnyTool {
  return defineTool({
    name: "memo-promise-identity",
    title: "memo-promise-identity",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(pool() === pool()));
    },
  });
}
