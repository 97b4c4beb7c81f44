import { DateTime } from "luxon";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkLuxon(): AnyTool {
  return defineTool({
    name: "pk-luxon",
    title: "pk-luxon",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(
        DateTime.fromISO("2026-01-31", { zone: "Asia/Seoul" }).plus({ months: 1 }).toISODate() ??
          "",
      );
    },
  });
}
