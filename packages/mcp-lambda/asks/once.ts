/**
 * Once: work that happens at most once under a name, in whichever process. A record says that it has
 * begun, before it does, and then what came of it; begun without an end stands for "may have happened".
 */
import type { RecordStore, StoredRecord } from "../store/record-store";

export type Once = <Value>(name: string, work: () => Value | Promise<Value>) => Promise<Value>;

export interface OnceRules {
  readonly store: RecordStore;
  /** Begins the keys of its records. */
  readonly prefix: string;
  /** Of its records, in seconds since 1970: after the last time that anybody asks. */
  readonly expiresAt: number;
}

const MAX_NAME_LENGTH = 100;
/** Of a result, as JSON: a record takes no more. */
const MAX_BYTES = 350_000;

/** What came of it; without `ended` it has begun. */
interface Kept {
  readonly ended?: true;
  /** Not there for undefined. A text, since a table has other limits for numbers and depths. */
  readonly json?: string;
  readonly threw?: { readonly name: string; readonly message: string };
}

/** The work has begun before, and nobody knows how it went. */
export class UnfinishedWork extends Error {
  constructor(readonly work: string) {
    super(`"${work}" has begun before and did not come to its end: it may have happened`);
  }
}

/** What asks twice under one name gets the same promise. */
export function createOnce(rules: OnceRules): Once {
  const asked = new Map<string, Promise<Kept>>();
  return async <Value>(name: string, work: () => Value | Promise<Value>): Promise<Value> => {
    if (name === "" || name.length > MAX_NAME_LENGTH) {
      throw new RangeError(`the name of what is done once has 1 to ${MAX_NAME_LENGTH} characters`);
    }
    let kept = asked.get(name);
    if (kept === undefined) asked.set(name, (kept = doOnce(name, work, rules)));
    const { json, threw } = await kept;
    if (threw !== undefined) throw asError(threw);
    return (json === undefined ? undefined : JSON.parse(json)) as Value;
  };
}

/** @throws UnfinishedWork, or what the store throws. */
async function doOnce(
  name: string,
  work: () => unknown,
  { store, prefix, expiresAt }: OnceRules,
): Promise<Kept> {
  const begun: StoredRecord = { key: `${prefix}/once/${name}`, value: {}, expiresAt, version: 1 };
  if (!(await store.insert(begun))) return endOf(await store.get(begun.key), name);
  const kept = await outcomeOf(work);
  if (!(await store.replace({ ...begun, value: { ...kept } }))) throw new UnfinishedWork(name);
  return kept;
}

function endOf(record: StoredRecord | undefined, name: string): Kept {
  const kept = (record?.value ?? {}) as Kept;
  if (kept.ended !== true) throw new UnfinishedWork(name);
  return kept;
}

async function outcomeOf(work: () => unknown): Promise<Kept> {
  try {
    const json = JSON.stringify(await work()) as string | undefined;
    if (json === undefined) return { ended: true };
    if (Buffer.byteLength(json) > MAX_BYTES) {
      throw new RangeError(`what is done once gives at most ${MAX_BYTES} bytes of JSON`);
    }
    return { ended: true, json };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { ended: true, threw: { name, message: message.slice(0, 10_000) } };
  }
}

function asError({ name, message }: NonNullable<Kept["threw"]>): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
