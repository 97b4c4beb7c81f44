import { Flag } from "../flags";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function enumConstExported(): AnyTool {
  return defineTool({
    name: "enum-const-exported",
    title: "enum-const-exported",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(Flag.A | Flag.B));
    },
  });
}
