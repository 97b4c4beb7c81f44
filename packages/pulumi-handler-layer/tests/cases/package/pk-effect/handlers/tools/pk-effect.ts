import { Effect } from "effect";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkEffect(): AnyTool {
  return defineTool({
    name: "pk-effect",
    title: "pk-effect",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(
        await Effect.runPromise(Effect.succeed(2).pipe(Effect.map((n) => String(n * 2)))),
      );
    },
  });
}
