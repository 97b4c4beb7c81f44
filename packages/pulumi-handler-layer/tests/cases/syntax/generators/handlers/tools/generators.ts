import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

function* ids(): Generator<number> {
  yield 1;
  yield* [2, 3];
}

export function generators(): AnyTool {
  return defineTool({
    name: "generators",
    title: "generators",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text([...ids()].join());
    },
  });
}
