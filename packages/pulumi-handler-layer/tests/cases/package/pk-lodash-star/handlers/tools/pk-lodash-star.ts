import * as _ from "lodash";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkLodashStar(): AnyTool {
  return defineTool({
    name: "pk-lodash-star",
    title: "pk-lodash-star",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(_.startCase("a b"));
    },
  });
}
