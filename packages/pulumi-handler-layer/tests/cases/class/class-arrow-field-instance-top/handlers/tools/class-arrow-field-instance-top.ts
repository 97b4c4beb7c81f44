import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class A {
  private readonly n = 5;
  readonly get = (): number => this.n;
}
const a = new A();

export function classArrowFieldInstanceTop(): AnyTool {
  return defineTool({
    name: "class-arrow-field-instance-top",
    title: "class-arrow-field-instance-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(a.get()));
    },
  });
}
