import dayjs from "dayjs";
import utc from "dayjs/plugin/utc.js";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkDayjs(): AnyTool {
  dayjs.extend(utc);
  return defineTool({
    name: "pk-dayjs",
    title: "pk-dayjs",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(dayjs.utc("2026-01-31").add(1, "month").format("YYYY-MM-DD"));
    },
  });
}
