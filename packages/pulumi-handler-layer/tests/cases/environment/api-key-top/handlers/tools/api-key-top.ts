import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const API_KEY = process.env["MY_API_KEY"] ?? "";

export function apiKeyTop(): AnyTool {
  return defineTool({
    name: "api-key-top",
    title: "api-key-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(API_KEY === "" ? "unset" : API_KEY);
    },
  });
}
