import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const BASE = new URL("https://api.example.test/v1/");

export function urlTop(): AnyTool {
  return defineTool({
    name: "url-top",
    title: "url-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(new URL("x", BASE).href);
    },
  });
}
