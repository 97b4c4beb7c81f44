import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Money {
  private constructor(readonly cents: number) {}
  static of(cents: number): Money {
    return new Money(cents);
  }
  plus(other: Money): Money {
    return Money.of(this.cents + other.cents);
  }
}

export function classStaticMethod(): AnyTool {
  return defineTool({
    name: "class-static-method",
    title: "class-static-method",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(Money.of(5).plus(Money.of(6)).cents));
    },
  });
}
