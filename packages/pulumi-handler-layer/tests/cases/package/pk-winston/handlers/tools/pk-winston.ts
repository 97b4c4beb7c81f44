import winston from "winston";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkWinston(): AnyTool {
  const log = winston.createLogger({ transports: [new winston.transports.Console()] });
  return defineTool({
    name: "pk-winston",
    title: "pk-winston",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      log.info("hello");
      return text("ok");
    },
  });
}
