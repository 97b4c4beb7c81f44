import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function consoleLog(): AnyTool {
  return defineTool({
    name: "console-log",
    title: "console-log",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      console.log("hello", { a: 1 });
      console.error("bad");
      return text("ok");
    },
  });
}
