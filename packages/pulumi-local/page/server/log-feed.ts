/** The last entries of the log, and news of each further one. */

export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What wrote it: the function, Lambda, what went wrong or is to be known beside it, the gateway. */
  readonly kind: "function" | "platform" | "failure" | "notice" | "request";
  readonly text: string;
  /** API Gateway's id of the request that it belongs to; left out where that is not known. */
  readonly request?: string;
}

/** As many as the page shows. */
const MAX_ENTRIES = 500;

export class LogFeed {
  private readonly entries: LogEntry[] = [];
  private readonly listeners = new Set<(entry: LogEntry) => void>();

  add(entry: LogEntry): void {
    this.entries.push(entry);
    if (this.entries.length > MAX_ENTRIES) this.entries.shift();
    for (const listener of this.listeners) listener(entry);
  }

  /** What is kept, the oldest first. */
  recent(): readonly LogEntry[] {
    return [...this.entries];
  }

  /** @returns ends the subscription. */
  subscribe(listener: (entry: LogEntry) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
