import { memoize } from "lodash";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

let runs = 0;
const twice = memoize((n: number) => {
  runs += 1;
  return n * 2;
});

export function pkLodashMemoTop(): AnyTool {
  return defineTool({
    name: "pk-lodash-memo-top",
    title: "pk-lodash-memo-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      twice(1);
      twice(1);
      return text(String(runs));
    },
  });
}
