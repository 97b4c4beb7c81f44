/**
 * The issuer's keys for the life of the environment: when they are fetched, and how often.
 *
 * First fetch: when the environment starts; a request waits for it, and tries once more where it
 * failed. A key that is not known costs at most one fetch in 10 seconds, whoever asks for it. Keys of
 * an hour are fetched anew, so that one which the issuer has withdrawn ends.
 */
import { logKeysKept } from "./authorizer-log";
import { KeyFetches, KeysUnavailable } from "./key-fetches";
import type { FetchKeys } from "./key-source";
import type { KeySet } from "./key-set";

/** For all that one request waits for. */
const REQUEST_MS = 2_500;
/** Between fetches for keys that are not known. */
const UNKNOWN_KEY_MS = 10_000;
/** Of keys, after which they are fetched anew. */
const MAX_AGE_MS = 3_600_000;
/** Between fetches of old keys that fail. */
const RENEW_RETRY_MS = 60_000;

export interface KeyCache {
  /** Begins the first fetch; never throws. */
  readonly prefetch: () => void;
  /**
   * The keys, fetched again where this one is not among them; they may still be without it.
   * @throws KeysUnavailable
   */
  readonly keysWith: (kid: string) => Promise<KeySet>;
}

/** @param now milliseconds. @param onKept gets why keys could not be renewed, once until they are. */
export function createKeyCache(
  fetchKeys: FetchKeys,
  now: () => number = Date.now,
  onKept: (why: string) => void = logKeysKept,
): KeyCache {
  const fetches = new KeyFetches(fetchKeys, now);
  /** Last fetch for a key that was not known. */
  let search:
    { readonly at: number; readonly failure: ReturnType<KeyFetches["fetch"]> } | undefined;
  let lastRenewal = -Infinity;

  /** The issuer may have the key by now: where it is down, "no" would be a guess. */
  const searchAgain = async (): Promise<void> => {
    if (search === undefined || now() - search.at >= UNKNOWN_KEY_MS) {
      search = { at: now(), failure: fetches.fetch() };
    }
    const failure = await search.failure;
    if (failure !== undefined) throw failure;
  };

  /**
   * The request waits for it: Lambda stops an environment between two requests, and what goes on
   * behind them might never end. While the issuer is down, the old keys are better than none.
   *
   * @returns why they could not be renewed, if it was tried.
   */
  const renew = async (): Promise<KeysUnavailable | undefined> => {
    const { fetchedAt } = fetches;
    if (now() - fetchedAt < MAX_AGE_MS) return undefined;
    const isAgain = lastRenewal >= fetchedAt;
    if (isAgain && now() - lastRenewal < RENEW_RETRY_MS) return undefined;
    lastRenewal = now();
    const failure = await fetches.fetch();
    if (failure !== undefined && !isAgain && fetches.keys !== undefined) onKept(failure.message);
    return failure;
  };

  return {
    prefetch: () => void fetches.fetch(),
    keysWith: async (kid) => {
      const begun = now();
      const failure = fetches.keys && (await renew());
      const keys = fetches.keys ?? (await fetches.first(begun + REQUEST_MS));
      if (keys.has(kid) || fetches.fetchedAt >= begun) return keys;
      if (failure !== undefined) throw failure;
      await searchAgain();
      // The issuer may have withdrawn all of them, for another request.
      return fetches.keysOr(new KeysUnavailable("no keys"));
    },
  };
}
