/**
 * Structured logger of the function: one JSON object a line, so that CloudWatch Logs Insights finds
 * its fields without parsing. The level is the logger's own: Lambda's would drop metrics too, which
 * name none.
 */
import { loggedFields, loggedMessage } from "./logged-fields";
import { jsonLine } from "./json-line";
import { stdout } from "./stdout";

export { describeError } from "./describe-error";

const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

type Fields = Readonly<Record<string, unknown>>;

export type Logger = Readonly<Record<LogLevel, (message: string, fields?: Fields) => void>>;

/** Makes a logger whose lines carry fields of its own; a line cannot override them. */
export type CreateLogger = (fixed: Fields) => Logger;

/**
 * Returns what makes loggers that write lines of `level` and above. Lines are redacted and bounded,
 * and their fields become no metrics.
 *
 * @param level minimum level written; anything unknown counts as "info".
 */
export function createLoggers(level: string | undefined): CreateLogger {
  return createWriters(level, (message, fields, fixed) => ({
    ...loggedFields(fields),
    ...fixed,
    message: loggedMessage(message),
  }));
}

/** Writes a line whose fields are the server's own and bounded: as they are. */
export type WriteOwnLine = (level: LogLevel, message: string, fields: Fields) => void;

/** As createLoggers, without what makes a logger of each request's own. */
export function createOwnLines(level: string | undefined): WriteOwnLine {
  const min = minLevel(level);
  return (name, message, fields) => {
    if (LEVELS.indexOf(name) < min) return;
    const timestamp = new Date().toISOString();
    stdout.write(`${jsonLine({ timestamp, level: name.toUpperCase(), ...fields, message })}\n`);
  };
}

function createWriters(
  level: string | undefined,
  lineOf: (message: string, fields: Fields | undefined, fixed: Fields) => Fields,
): CreateLogger {
  const min = minLevel(level);
  // What does not depend on the request is done once.
  const writerOf = (name: LogLevel): ((fixed: Fields) => Logger[LogLevel]) => {
    if (LEVELS.indexOf(name) < min) return () => writeNothing;
    const label = name.toUpperCase();
    return (fixed) => (message, fields) => {
      const head = { timestamp: new Date().toISOString(), level: label, ...fixed };
      stdout.write(`${jsonLine(lineOf(message, fields, head))}\n`);
    };
  };
  const [debug, info, warn, error] = [
    writerOf("debug"),
    writerOf("info"),
    writerOf("warn"),
    writerOf("error"),
  ];
  return (fixed) => ({
    debug: debug(fixed),
    info: info(fixed),
    warn: warn(fixed),
    error: error(fixed),
  });
}

function minLevel(level: string | undefined): number {
  const given = LEVELS.indexOf(level as LogLevel);
  return given === -1 ? LEVELS.indexOf("info") : given;
}

function writeNothing(): void {
  // Below the minimum level.
}
