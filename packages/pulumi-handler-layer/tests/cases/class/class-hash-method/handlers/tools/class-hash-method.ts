import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class A {
  #twice(n: number): number {
    return n * 2;
  }
  run(n: number): number {
    return this.#twice(n);
  }
}

export function classHashMethod(): AnyTool {
  return defineTool({
    name: "class-hash-method",
    title: "class-hash-method",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(new A().run(4)));
    },
  });
}
