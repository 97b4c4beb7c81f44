import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const sql = (s: TemplateStringsArray, ...v: unknown[]): string => s.join("?") + String(v.length);

export function templateTag(): AnyTool {
  return defineTool({
    name: "template-tag",
    title: "template-tag",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const id = 5;
      return text(sql`select ${id} from t where a = ${id}`);
    },
  });
}
