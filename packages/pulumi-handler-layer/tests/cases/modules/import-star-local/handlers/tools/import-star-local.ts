import * as money from "../money";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function importStarLocal(): AnyTool {
  return defineTool({
    name: "import-star-local",
    title: "import-star-local",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(money.format(money.add(1, 2)));
    },
  });
}
