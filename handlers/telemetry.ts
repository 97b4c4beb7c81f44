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
 * @param bound fields that every line carries, read anew for each line.
 */
export function createLogger(
  level: string | undefined,
  bound: () => Readonly<Record<string, unknown>>,
): Logger {
  const least = Math.max(LEVELS.indexOf(level as LogLevel), level === "debug" ? 0 : 1);
  const writer =
    (rank: number, name: LogLevel): Logger[LogLevel] =>
    (message, fields) => {
      if (rank < least) return;
      const line = { timestamp: new Date().toISOString(), level: name.toUpperCase(), message };
      process.stdout.write(`${JSON.stringify({ ...line, ...bound(), ...fields })}\n`);
    };
  return {
    debug: writer(0, "debug"),
    info: writer(1, "info"),
    warn: writer(2, "warn"),
    error: writer(3, "error"),
  };
}

/** What a log line says of something thrown; never sent to a caller. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack }
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
