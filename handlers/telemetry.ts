/**
 * The function's own log: one JSON object a line on stdout, so that CloudWatch Logs Insights
 * finds its fields without parsing. Written directly: under `logFormat: JSON` the runtime's
 * console would wrap each line once more.
 */

const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

export type Logger = Readonly<
  Record<LogLevel, (message: string, fields?: Readonly<Record<string, unknown>>) => void>
>;

/**
 * Returns a logger that writes lines of `level` and above.
 *
 * @param level least level written; anything unknown counts as "info".
 * @param fixed fields that every line carries; a line cannot override them.
 */
export function createLogger(
  level: string | undefined,
  fixed: Readonly<Record<string, unknown>>,
): Logger {
  const given = LEVELS.indexOf(level as LogLevel);
  const least = given === -1 ? LEVELS.indexOf("info") : given;
  const writer = (name: LogLevel): Logger[LogLevel] => {
    if (LEVELS.indexOf(name) < least) return () => undefined;
    return (message, fields) => {
      const head = { timestamp: new Date().toISOString(), level: name.toUpperCase(), message };
      process.stdout.write(`${toJson({ ...fields, ...head, ...fixed })}\n`);
    };
  };
  return {
    debug: writer("debug"),
    info: writer("info"),
    warn: writer("warn"),
    error: writer("error"),
  };
}

/** A line is written whatever its fields: what JSON cannot hold is written as text. */
function toJson(line: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(line, (_, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    );
  } catch {
    const texts = Object.entries(line).map(([key, value]) => [key, String(value)]);
    return JSON.stringify(Object.fromEntries(texts));
  }
}

/** What a log line says of something thrown; never sent to a caller. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        stack: error.stack,
        ...(error.cause !== undefined && { cause: describeError(error.cause) }),
      }
    : { message: String(error) };
}

/**
 * Keeps the environment alive when a tool leaves a promise behind that rejects after the answer:
 * it is logged. The runtime's own listener would end the process, and the next caller would get a
 * 502 for somebody else's mistake.
 */
export function surviveStrayRejections(log: Logger): void {
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => {
    log.error("a promise that nobody waited for was rejected", { error: describeError(reason) });
  });
}
