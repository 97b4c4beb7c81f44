import { plus } from "../plus";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function jsHelperFile(): AnyTool {
  return defineTool({
    name: "js-helper-file",
    title: "js-helper-file",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(plus(1, 2)));
    },
  });
}
