/** A resource template: many resources under one pattern, with suggestions for what is left open. */
import type { ResourceTemplateDefinition } from "mcp-lambda";
import { formatTime, isTimeZone } from "../tools/current-time";

export function timeZone(): ResourceTemplateDefinition {
  return {
    uriTemplate: "time-zone://{+name}",
    name: "time-zone",
    title: "Time zone",
    description: "Current time and UTC offset of an IANA time zone, e.g. time-zone://Asia/Seoul.",
    mimeType: "application/json",
    complete: {
      name: (typed) =>
        Intl.supportedValuesOf("timeZone").filter((zone) =>
          zone.toLowerCase().startsWith(typed.toLowerCase()),
        ),
    },
    read: ({ name }) => {
      if (typeof name !== "string" || !isTimeZone(name)) return undefined;
      const now = formatTime(new Date(), name, "iso");
      return JSON.stringify({ timeZone: name, now, utcOffset: now.slice(19) });
    },
  };
}
