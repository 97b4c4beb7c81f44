import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const STAGE = process.env["ENVIRONMENT"] ?? "unset";

export function processEnvTop(): AnyTool {
  return defineTool({
    name: "process-env-top",
    title: "process-env-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(STAGE);
    },
  });
}
