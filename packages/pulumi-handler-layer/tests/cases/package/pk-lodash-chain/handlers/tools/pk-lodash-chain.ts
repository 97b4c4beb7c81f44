import _ from "lodash";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkLodashChain(): AnyTool {
  return defineTool({
    name: "pk-lodash-chain",
    title: "pk-lodash-chain",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(_([3, 1]).sortBy().join("-"));
    },
  });
}
