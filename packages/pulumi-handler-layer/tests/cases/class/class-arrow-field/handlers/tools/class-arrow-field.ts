import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class A {
  private readonly n = 5;
  readonly get = (): number => this.n;
}

export function classArrowField(): AnyTool {
  return defineTool({
    name: "class-arrow-field",
    title: "class-arrow-field",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const { get } = new A();
      return text(String(get()));
    },
  });
}
