import { withStub } from "../../../../stub";
import Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkAnthropic(): AnyTool {
  return defineTool({
    name: "pk-anthropic",
    title: "pk-anthropic",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return withStub(
        () => ({ content: [{ type: "text", text: "hi" }] }),
        async (baseURL) => {
          const client = new Anthropic({ apiKey: "k", baseURL });
          const m = await client.messages.create({
            model: "claude-sonnet-4-5",
            max_tokens: 5,
            messages: [{ role: "user", content: "x" }],
          });
          const [block] = m.content;
          return text(block?.type === "text" ? block.text : "none");
        },
      );
    },
  });
}
