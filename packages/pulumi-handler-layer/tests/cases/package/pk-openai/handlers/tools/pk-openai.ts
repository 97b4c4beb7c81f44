import { withStub } from "../../../../stub";
import OpenAI from "openai";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkOpenai(): AnyTool {
  return defineTool({
    name: "pk-openai",
    title: "pk-openai",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async (input, context) => {
      return withStub(
        () => ({ id: "r", choices: [{ message: { content: "hi" } }] }),
        async (baseURL) => {
          const client = new OpenAI({ apiKey: "k", baseURL });
          const r = await client.chat.completions.create(
            { model: "m", messages: [{ role: "user", content: "x" }] },
            { signal: context.signal },
          );
          return text(r.choices[0]?.message.content ?? "none");
        },
      );
    },
  });
}
