/** A record store in memory: for tests, and for a process that is alone. */
import type { RecordStore, StoredRecord } from "./record-store";

interface Counter {
  readonly count: number;
  readonly expiresAt: number;
}

/** @param now milliseconds since 1970. */
export function memoryStore(now: () => number = Date.now): RecordStore {
  const records = new Map<string, StoredRecord>();
  const counters = new Map<string, Counter>();
  const isThere = (kept: { readonly expiresAt: number } | undefined): boolean =>
    kept !== undefined && kept.expiresAt * 1000 > now();
  const copy = (record: StoredRecord): StoredRecord => structuredClone(record);
  return {
    get: async (key) => {
      const kept = records.get(key);
      return kept !== undefined && isThere(kept) ? copy(kept) : undefined;
    },
    insert: async (record) => {
      if (isThere(records.get(record.key))) return false;
      records.set(record.key, copy({ ...record, version: 1 }));
      return true;
    },
    replace: async (record) => {
      const kept = records.get(record.key);
      if (kept?.version !== record.version || !isThere(kept)) return false;
      records.set(record.key, copy({ ...record, version: record.version + 1 }));
      return true;
    },
    add: async (key, by, { max = Infinity, expiresAt }) => {
      const kept = counters.get(key);
      const count = (kept !== undefined && isThere(kept) ? kept.count : 0) + by;
      if (by > 0 && count > max) return false;
      counters.set(key, { count: Math.max(count, 0), expiresAt });
      return true;
    },
    remove: async (key) => {
      records.delete(key);
      counters.delete(key);
    },
  };
}
