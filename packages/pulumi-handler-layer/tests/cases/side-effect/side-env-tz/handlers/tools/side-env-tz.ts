import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

process.env["TZ"] = "Asia/Seoul";

export function sideEnvTz(): AnyTool {
  return defineTool({
    name: "side-env-tz",
    title: "side-env-tz",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(new Date(0).getHours()));
    },
  });
}
