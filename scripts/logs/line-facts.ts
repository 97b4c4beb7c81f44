/** What a line of the log is about, as far as it says so. */
import { type Fields, type LogLine, parseObject } from "pulumi-local";

export const LEVELS = ["debug", "info", "warn", "error"] as const;
export type Level = (typeof LEVELS)[number];

export interface LineFacts {
  readonly line: LogLine;
  /** Undefined for a line that is not JSON. */
  readonly fields: Fields | undefined;
  readonly level: Level;
  /** Tools by name: of a batch several. */
  readonly tools: readonly string[];
  /** Lambda's id and API Gateway's, those that are known. */
  readonly ids: readonly string[];
  readonly kind: "request" | "metrics" | "cut-off" | "platform" | "tool";
}

/** Lambda's own lines where its log is a text, as emulators write them. */
const PLATFORM_TEXT = /^(START|END|REPORT) RequestId: |^INIT_START /;

export function factsOf(line: LogLine): LineFacts {
  const fields = parseObject(line.text);
  const record = recordOf(fields?.["record"]);
  return {
    line,
    fields,
    level: levelOf(fields),
    tools: [fields?.["tool"], fields?.["requestedTool"]].flatMap(namesIn),
    ids: [fields?.["requestId"], fields?.["gatewayRequestId"], record["requestId"]].filter(
      (id) => typeof id === "string",
    ),
    kind: PLATFORM_TEXT.test(line.text) ? "platform" : kindOf(fields ?? {}, record),
  };
}

/** A request's own metrics line has its duration; those of its further tools have none. */
function kindOf(fields: Fields, record: Fields): LineFacts["kind"] {
  if (Object.hasOwn(fields, "_aws")) {
    const isRequest = typeof fields["durationMs"] === "number" && "status" in fields;
    return isRequest ? "request" : "metrics";
  }
  const { type } = fields;
  if (typeof type !== "string" || !type.startsWith("platform.")) return "tool";
  const isEnd = type === "platform.report" && typeof record["status"] === "string";
  return isEnd && record["status"] !== "success" ? "cut-off" : "platform";
}

function levelOf(fields: Fields | undefined): Level {
  const level = fields?.["level"];
  const known = LEVELS.find((each) => each === String(level).toLowerCase());
  return level === "FATAL" ? "error" : (known ?? "info");
}

/** Of a batch the log has "add, nope". */
function namesIn(value: unknown): readonly string[] {
  return typeof value === "string" ? value.split(", ") : [];
}

export function recordOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
