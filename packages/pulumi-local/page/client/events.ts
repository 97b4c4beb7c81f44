/** The server's news: entries of the log, and where the program stands in the edit loop. One stream for the page. */
import type { EditState } from "../../watch/edit-state";
import type { LogEntry } from "../server/log-feed";

export interface Listeners {
  /** The stream begins, also after a break: recent entries come again. */
  readonly onOpen?: () => void;
  readonly onEntry?: (entry: LogEntry) => void;
  readonly onEdit?: (state: EditState) => void;
}

/** As many as the server keeps. */
const MAX_ENTRIES = 500;

const listeners = new Set<Listeners>();
let entries: LogEntry[] = [];

/** @returns ends that. */
export function listen(listener: Listeners): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The entries by now that are so, the oldest first. */
export function entriesThat(isSo: (entry: LogEntry) => boolean): readonly LogEntry[] {
  return entries.filter(isSo);
}

/** To be called once all that is there from the start listens. */
export function connectEvents(): void {
  const events = new EventSource("/~/log");
  events.addEventListener("open", () => {
    entries = [];
    for (const { onOpen } of listeners) onOpen?.();
  });
  events.addEventListener("message", ({ data }) => {
    const entry = JSON.parse(String(data)) as LogEntry;
    entries.push(entry);
    if (entries.length > MAX_ENTRIES) entries.shift();
    for (const { onEntry } of listeners) onEntry?.(entry);
  });
  events.addEventListener("edit", ({ data }) => {
    const state = JSON.parse(String(data)) as EditState;
    for (const { onEdit } of listeners) onEdit?.(state);
  });
}
