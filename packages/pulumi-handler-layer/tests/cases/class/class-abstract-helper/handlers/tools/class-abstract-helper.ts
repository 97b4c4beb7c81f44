import { Csv, Json, type Formatter } from "../formatters";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function classAbstractHelper(): AnyTool {
  return defineTool({
    name: "class-abstract-helper",
    title: "class-abstract-helper",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const all: readonly Formatter[] = [new Csv(), new Json()];
      return text(all.map((f) => f.write(["a", "b"])).join(" "));
    },
  });
}
