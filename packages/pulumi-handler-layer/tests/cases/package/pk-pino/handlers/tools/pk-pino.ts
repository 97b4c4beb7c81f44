import { pino } from "pino";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkPino(): AnyTool {
  const log = pino({ level: "info" });
  return defineTool({
    name: "pk-pino",
    title: "pk-pino",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      log.info({ a: 1 }, "hello");
      return text("ok");
    },
  });
}
