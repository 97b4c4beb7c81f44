import type { Settings } from "../../infra/settings";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function importTypeInfra(): AnyTool {
  return defineTool({
    name: "import-type-infra",
    title: "import-type-infra",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const s: Partial<Settings> = {};
      return text(typeof s);
    },
  });
}
