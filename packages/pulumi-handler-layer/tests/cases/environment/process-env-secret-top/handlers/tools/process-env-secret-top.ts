import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const HOME = process.env["HOME"] ?? "unset";

export function processEnvSecretTop(): AnyTool {
  return defineTool({
    name: "process-env-secret-top",
    title: "process-env-secret-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(HOME);
    },
  });
}
