import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

function twice(
  method: (n: number) => number,
  _c: ClassMethodDecoratorContext,
): (n: number) => number {
  return function (this: unknown, n: number) {
    return method.call(this, n) * 2;
  };
}
class A {
  @twice
  run(n: number): number {
    return n + 1;
  }
}

export function classAccessorDecorator(): AnyTool {
  return defineTool({
    name: "class-accessor-decorator",
    title: "class-accessor-decorator",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(new A().run(1)));
    },
  });
}
