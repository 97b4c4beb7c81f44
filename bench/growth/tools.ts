import { z } from "zod";
import { type AnyTool, defineTool, text } from "../../handlers/tool";

/** `add`, and others like it. */
export function manyTools(): readonly AnyTool[] {
  return Array.from({ length: Number(process.env["TOOLS"]) }, (_, index) =>
    defineTool({
      name: index === 0 ? "add" : `add-${index}`,
      title: "Add",
      description: "Adds",
      inputSchema: z.object({ a: z.number(), b: z.number() }),
      annotations: {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
      run: ({ a, b }) => text(`${a} + ${b} = ${a + b}`),
    }),
  );
}
