/** Reads a log again and again, each line once. */
import type { LogLine } from "pulumi-local";
import type { LogSource } from "../observed/log-source";

/** Lines reach CloudWatch Logs late, and those of several environments out of order. */
const LATE_MS = 30_000;
const PAUSE_MS = 2_000;

export interface FollowOptions {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly onLines: (lines: readonly LogLine[]) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly pauseMs?: number;
}

/** @throws UserError when the log cannot be read. */
export async function followLog(
  source: LogSource,
  { since, onLines, signal, pauseMs = PAUSE_MS }: FollowOptions,
): Promise<void> {
  let seen = new Map<string, number>();
  let from = since;
  while (!signal.aborted) {
    const lines = await source.read(from);
    const news = lines.filter((line) => !seen.has(keyOf(line)));
    if (news.length > 0) onLines(news);
    for (const line of lines) seen.set(keyOf(line), line.at);
    const newest = lines.reduce((latest, { at }) => Math.max(latest, at), from + LATE_MS);
    from = Math.max(since, newest - LATE_MS);
    seen = new Map([...seen].filter(([, at]) => at >= from));
    await pause(pauseMs, signal);
  }
}

function keyOf({ group, id }: LogLine): string {
  return `${group} ${id}`;
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
