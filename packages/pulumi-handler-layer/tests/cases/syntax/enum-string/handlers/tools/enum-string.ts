import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

enum Status {
  Open = "open",
  Shut = "shut",
}

export function enumString(): AnyTool {
  return defineTool({
    name: "enum-string",
    title: "enum-string",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`${Status.Open} ${Object.values(Status).join()}`);
    },
  });
}
