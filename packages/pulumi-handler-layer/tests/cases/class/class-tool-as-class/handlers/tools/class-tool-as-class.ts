import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Lookup {
  constructor(private readonly table: Record<string, string>) {}
  async run(key: string): Promise<string> {
    return this.table[key] ?? "none";
  }
}

export function classToolAsClass(): AnyTool {
  const lookup = new Lookup({ a: "Alpha" });
  return defineTool({
    name: "class-tool-as-class",
    title: "class-tool-as-class",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(await lookup.run("a"));
    },
  });
}
