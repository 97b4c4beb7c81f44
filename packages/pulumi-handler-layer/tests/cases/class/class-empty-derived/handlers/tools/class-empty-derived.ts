import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Animal {
  speak(): string {
    return "moo";
  }
}
class Cow extends Animal {}

export function classEmptyDerived(): AnyTool {
  return defineTool({
    name: "class-empty-derived",
    title: "class-empty-derived",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(new Cow().speak());
    },
  });
}
