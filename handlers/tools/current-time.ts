/** Optional arguments with a default and an enum; a failure that tells the model what to try. */
import { z } from "zod";
import { type AnyTool, defineTool, failure, text } from "mcp-lambda";

export function currentTime(): AnyTool {
  return defineTool({
    name: "current-time",
    title: "Current time",
    description: "Tells the current date and time in a time zone.",
    inputSchema: z.object({
      timeZone: z
        .string()
        .max(100)
        .default("UTC")
        .describe("IANA time zone name, for example Asia/Seoul; UTC when left out"),
      format: z
        .enum(["iso", "long", "short"])
        .default("iso")
        .describe("iso: 2026-01-31T09:00:00+09:00; long and short: for people, in English"),
    }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: false,
      openWorldHint: false,
    },
    run: ({ timeZone, format }) => {
      if (!isTimeZone(timeZone)) {
        return failure(
          `There is no time zone "${timeZone}". Use an IANA name such as Asia/Seoul or Europe/Berlin, or leave timeZone out for UTC.`,
        );
      }
      return text(formatTime(new Date(), timeZone, format));
    },
  });
}

/** Writes an instant as people or programs in a time zone read it. */
export function formatTime(
  instant: Date,
  timeZone: string,
  format: "iso" | "long" | "short",
): string {
  if (format !== "iso") {
    const style = { dateStyle: format, timeStyle: format, timeZone } as const;
    return new Intl.DateTimeFormat("en-US", style).format(instant);
  }
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "iso8601",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "longOffset",
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((candidate) => candidate.type === type)?.value ?? "";
  const offset = part("timeZoneName").replace("GMT", "");
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}${offset || "+00:00"}`;
}

/** Whether it is a name that IANA knows, or a UTC offset. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
