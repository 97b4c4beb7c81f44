/** The record store of this process, opened at its first use and kept: what holds it may be many. */
import { memoryStore } from "./memory-store";
import { type RecordStore, STATE_TABLE } from "./record-store";
import { dynamoStore } from "./dynamo-store";

let store: RecordStore | undefined;

/** The table that the program has made; memory where it has made none, as in tests. */
export function openStore(): RecordStore {
  const table = process.env[STATE_TABLE];
  return (store ??= table === undefined || table === "" ? memoryStore() : dynamoStore(table));
}
