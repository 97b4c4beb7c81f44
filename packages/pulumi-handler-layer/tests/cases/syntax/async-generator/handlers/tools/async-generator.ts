import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

async function* pages(): AsyncGenerator<number> {
  for (const n of [1, 2]) {
    await Promise.resolve();
    yield n;
  }
}

export function asyncGenerator(): AnyTool {
  return defineTool({
    name: "async-generator",
    title: "async-generator",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      let sum = 0;
      for await (const n of pages()) sum += n;
      return text(String(sum));
    },
  });
}
