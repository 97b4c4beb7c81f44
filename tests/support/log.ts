/** A logger that keeps what is written. */
import type { Logger } from "../../handlers/telemetry";

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

export function recordingLogger(): Logger & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const writer =
    (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
      lines.push({ level, message, fields });
    };
  return {
    lines,
    debug: writer("debug"),
    info: writer("info"),
    warn: writer("warn"),
    error: writer("error"),
  };
}
