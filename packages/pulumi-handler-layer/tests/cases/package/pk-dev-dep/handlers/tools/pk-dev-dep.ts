import { addDays } from "date-fns";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkDevDep(): AnyTool {
  return defineTool({
    name: "pk-dev-dep",
    title: "pk-dev-dep",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(addDays(new Date(0), 1).getTime()));
    },
  });
}
