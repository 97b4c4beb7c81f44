/**
 * The MCP server: who it is, and its tools, resources and prompts, in the order in which lists show
 * them. A new one is added here and in a file of its own.
 */
import { name, version } from "../package.json";
import { planMeeting } from "./prompts/plan-meeting";
import { deployment } from "./resources/deployment";
import { timeZone } from "./resources/time-zone";
import type { ServerDefinition } from "mcp-lambda";
import { add } from "./tools/add";
import { currentTime } from "./tools/current-time";
import { textStatistics } from "./tools/text-statistics";

/** Shown by clients beside the server's name: a circle with a plus. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='8' fill='%23f90'/%3E%3Cpath d='M8 4v8M4 8h8' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E";

export function defineServer(): ServerDefinition {
  return {
    info: {
      name,
      version,
      title: "MCP server on AWS",
      icons: [{ src: ICON, mimeType: "image/svg+xml", sizes: ["any"] }],
    },
    instructions:
      "Tools for numbers, texts and time zones. Read server://deployment to see which deployment answers.",
    tools: [add(), currentTime(), textStatistics()],
    resources: [deployment()],
    resourceTemplates: [timeZone()],
    prompts: [planMeeting()],
  };
}
