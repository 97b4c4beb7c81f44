import { handlers } from "../registry";
import "../registry-more";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function sideRegisterLoop(): AnyTool {
  return defineTool({
    name: "side-register-loop",
    title: "side-register-loop",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(Object.keys(handlers).join());
    },
  });
}
