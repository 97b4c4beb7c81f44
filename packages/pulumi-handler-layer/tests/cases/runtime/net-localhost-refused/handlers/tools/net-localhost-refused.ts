import { connect } from "node:net";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function netLocalhostRefused(): AnyTool {
  return defineTool({
    name: "net-localhost-refused",
    title: "net-localhost-refused",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      await new Promise((_, reject) => {
        connect({ host: "localhost", port: 9, autoSelectFamily: true }).on("error", reject);
      });
      return text("up");
    },
  });
}
