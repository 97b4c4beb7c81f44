import { logins, token } from "../auth-counted";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function tokenCacheLogins(): AnyTool {
  return defineTool({
    name: "token-cache-logins",
    title: "token-cache-logins",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      token();
      token();
      return text(String(logins.count));
    },
  });
}
