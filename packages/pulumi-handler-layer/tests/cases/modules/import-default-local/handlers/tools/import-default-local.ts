import greet, { type Greeting } from "../greet";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function importDefaultLocal(): AnyTool {
  return defineTool({
    name: "import-default-local",
    title: "import-default-local",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const g: Greeting = greet("x");
      return text(g.text);
    },
  });
}
