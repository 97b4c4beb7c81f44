import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Greeter {
  constructor(private readonly word: string) {}
  greet(n: string): string {
    return this.prefix() + n;
  }
  private prefix(): string {
    return `${this.word} `;
  }
}
const greeter = new Greeter("hi");

export function classInstanceTop(): AnyTool {
  return defineTool({
    name: "class-instance-top",
    title: "class-instance-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(greeter.greet("you"));
    },
  });
}
