import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Counter {
  private n = 0;
  public next(): number {
    this.n += 1;
    return this.n;
  }
}

export function classTsPrivate(): AnyTool {
  return defineTool({
    name: "class-ts-private",
    title: "class-ts-private",
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
