import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Range {
  constructor(private readonly n: number) {}
  *[Symbol.iterator](): Generator<number> {
    for (let i = 0; i < this.n; i += 1) yield i;
  }
}

export function classIterator(): AnyTool {
  return defineTool({
    name: "class-iterator",
    title: "class-iterator",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text([...new Range(3)].join());
    },
  });
}
