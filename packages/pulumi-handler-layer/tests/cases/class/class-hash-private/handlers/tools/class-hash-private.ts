import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Counter {
  #n = 0;
  next(): number {
    this.#n += 1;
    return this.#n;
  }
}

export function classHashPrivate(): AnyTool {
  return defineTool({
    name: "class-hash-private",
    title: "class-hash-private",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const c = new Counter();
      c.next();
      return text(String(c.next()));
    },
  });
}
