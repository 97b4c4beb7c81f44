/**
 * Record store: what must outlive a request and be the same for all execution environments. Records
 * are small, have a version, and expire.
 */

/** What JSON keeps as it is. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

export interface NewRecord {
  readonly key: string;
  /** At most 350 kB as JSON. */
  readonly value: Json;
  /** Seconds since 1970; from then on it counts as not there. */
  readonly expiresAt: number;
}

export interface StoredRecord extends NewRecord {
  /** Grows with each change. */
  readonly version: number;
}

export interface CounterRule {
  /** Nothing is added that would go beyond; default: no limit. */
  readonly max?: number;
  /** Seconds since 1970; from then on the counter is 0. Each addition sets it anew. */
  readonly expiresAt: number;
}

/** All of it is consistent: who reads after a write has seen it. What the store throws is an outage. */
export interface RecordStore {
  readonly get: (key: string) => Promise<StoredRecord | undefined>;
  /** @returns whether there was none of this key. */
  readonly insert: (record: NewRecord) => Promise<boolean>;
  /** Replaces the record of this key and version. @returns whether it was still that version. */
  readonly replace: (record: StoredRecord) => Promise<boolean>;
  /** Adds to a counter, which begins with 0. @returns whether it could be, within the limit. */
  readonly add: (key: string, by: number, rule: CounterRule) => Promise<boolean>;
  /** Also where there is none. */
  readonly remove: (key: string) => Promise<void>;
}

/** Name of the table, in the function's environment; the program sets it where a tool needs it. */
export const STATE_TABLE = "STATE_TABLE";
