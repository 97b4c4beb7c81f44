/**
 * Structured logger of the function: one JSON object a line, so that CloudWatch Logs Insights finds
 * its fields without parsing. The level is the logger's own: Lambda's would drop metrics too, which
 * name none.
 */
import { inspect } from "node:util";
import { stdout } from "./stdout";

const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

export type Logger = Readonly<
  Record<LogLevel, (message: string, fields?: Readonly<Record<string, unknown>>) => void>
>;

/** Makes a logger whose lines carry fields of its own; a line cannot override them. */
export type CreateLogger = (fixed: Readonly<Record<string, unknown>>) => Logger;

/**
 * Returns what makes loggers that write lines of `level` and above.
 *
 * @param level minimum level written; anything unknown counts as "info".
 */
export function createLoggers(level: string | undefined): CreateLogger {
  const given = LEVELS.indexOf(level as LogLevel);
  const min = given === -1 ? LEVELS.indexOf("info") : given;
  // What does not depend on the request is done once.
  const writerOf = (name: LogLevel): ((fixed: object) => Logger[LogLevel]) => {
    if (LEVELS.indexOf(name) < min) return () => writeNothing;
    const label = name.toUpperCase();
    return (fixed) => (message, fields) => {
      const head = { timestamp: new Date().toISOString(), level: label, message };
      stdout.write(`${toJson({ ...fields, ...head, ...fixed })}\n`);
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

function writeNothing(): void {
  // Below the minimum level.
}

/** A line is written whatever its fields: what JSON cannot hold is written as text. */
function toJson(line: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(line);
  } catch {
    const texts = Object.entries(line).map(([key, value]) => [key, plain(value)]);
    return JSON.stringify(Object.fromEntries(texts));
  }
}

/** What JSON can hold as it is, all else as text. */
function plain(value: unknown): unknown {
  try {
    const json = JSON.stringify(value) as string | undefined;
    return json === undefined ? textOf(value) : (JSON.parse(json) as unknown);
  } catch {
    return textOf(value);
  }
}

/** Text of anything, also of what has none of its own. */
function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** A thrown object is shown as console.error would. */
function describeThrown(value: unknown): string {
  if (typeof value !== "object" || value === null) return textOf(value);
  try {
    return inspect(value, { depth: 3, breakLength: Infinity }).slice(0, MAX_THROWN_LENGTH);
  } catch {
    return textOf(value);
  }
}

const MAX_THROWN_LENGTH = 1_000;

/** Causes of causes, and errors of an AggregateError, that are logged. */
const MAX_CAUSES = 5;

/** What a log line says of something thrown, whatever it is; never sent to a caller. */
export function describeError(error: unknown, depth = 0): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: describeThrown(error) };
  const { name, message, stack, cause } = error;
  const isDeep = depth >= MAX_CAUSES;
  const hasCause = cause !== undefined && !isDeep;
  const errors =
    error instanceof AggregateError && !isDeep ? error.errors.slice(0, MAX_CAUSES) : [];
  return {
    name,
    message,
    stack,
    ...(hasCause && { cause: describeError(cause, depth + 1) }),
    ...(errors.length > 0 && { errors: errors.map((each) => describeError(each, depth + 1)) }),
  };
}

/**
 * Keeps the environment alive when a tool leaves a promise behind that rejects after the response:
 * it is logged. The runtime's own listener would end the process, and the next caller would get a
 * 502 for somebody else's mistake.
 */
export function logUnhandledRejections(log: Logger): void {
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => {
    log.error("a promise that nobody waited for was rejected", { error: describeError(reason) });
  });
}
