import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

async function* a(): AsyncGenerator<number> {
  yield 1;
}
async function* b(): AsyncGenerator<number> {
  yield* a();
  yield 2;
}

export function asyncGeneratorYieldStar(): AnyTool {
  return defineTool({
    name: "async-generator-yield-star",
    title: "async-generator-yield-star",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const all: number[] = [];
      for await (const n of b()) all.push(n);
      return text(all.join());
    },
  });
}
