import OpenAI from "openai";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const client = new OpenAI({
  apiKey: process.env["OPENAI_API_KEY"] ?? "k",
  baseURL: "http://127.0.0.1:9",
  maxRetries: 0,
});

export function pkOpenaiTop(): AnyTool {
  return defineTool({
    name: "pk-openai-top",
    title: "pk-openai-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      try {
        await client.models.list();
        return text("up");
      } catch (error) {
        return text(error instanceof OpenAI.APIConnectionError ? "down" : String(error));
      }
    },
  });
}
