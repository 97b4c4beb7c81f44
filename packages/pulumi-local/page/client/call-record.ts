/** Calls made here, the newest first: kept as long as the tab is open, as far as they fit. */
import type { JsonObject, Relayed } from "../server/call";
import type { LogEntry } from "../server/log-feed";
import type { Draft } from "./argument-form";
import type { ItemKind } from "./items";

export interface CallRecord {
  readonly id: string;
  readonly kind: ItemKind;
  /** Of what was called: a name, or a URI. */
  readonly item: string;
  readonly draft: Draft;
  /** The requests of the call: answers to questions, and to a task's, are further ones. */
  readonly steps: readonly Relayed[];
  /** Of a task, once it is over. */
  readonly result?: JsonObject | undefined;
  /** Why nothing was sent, or nothing more. */
  readonly failure?: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly entries: readonly LogEntry[];
}

const KEY = "calls";
const MAX_RECORDS = 30;
/** Of JSON; browsers keep some 5 million for a site. */
const MAX_LENGTH = 2_000_000;

export class CallRecords {
  private records: readonly CallRecord[] = read();

  constructor(private readonly onChange: () => void) {}

  get all(): readonly CallRecord[] {
    return this.records;
  }

  /** Keeps a record, in place of one with its id. */
  keep(record: CallRecord): void {
    const others = this.records.filter(({ id }) => id !== record.id);
    const isKnown = others.length < this.records.length;
    this.records = isKnown
      ? this.records.map((each) => (each.id === record.id ? record : each))
      : [record, ...others].slice(0, MAX_RECORDS);
    write(this.records);
    this.onChange();
  }

  clear(): void {
    this.records = [];
    write(this.records);
    this.onChange();
  }
}

function read(): readonly CallRecord[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as readonly CallRecord[];
  } catch {
    return [];
  }
}

function write(records: readonly CallRecord[]): void {
  let kept = records;
  while (JSON.stringify(kept).length > MAX_LENGTH) kept = kept.slice(0, -1);
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}
