import { firstValueFrom, from, map, toArray } from "rxjs";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkRxjs(): AnyTool {
  return defineTool({
    name: "pk-rxjs",
    title: "pk-rxjs",
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
        (
          await firstValueFrom(
            from([1, 2]).pipe(
              map((n) => n * 2),
              toArray(),
            ),
          )
        ).join(),
      );
    },
  });
}
