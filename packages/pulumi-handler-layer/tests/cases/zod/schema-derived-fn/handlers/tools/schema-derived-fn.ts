import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const page = () => z.object({ page: z.number().int().min(1).default(1) });
type Page = z.output<ReturnType<typeof page>>;
function describe(p: Page): string {
  return `page ${p.page}`;
}

export function schemaDerivedFn(): AnyTool {
  return defineTool({
    name: "schema-derived-fn",
    title: "schema-derived-fn",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(describe(page().parse({})));
    },
  });
}
