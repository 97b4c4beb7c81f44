/**
 * The issuer's keys for the life of the environment: when they are fetched, and how often.
 *
 * First fetch: when the environment starts; a request waits for it, and tries once more where it
 * failed. A key that is not known costs at most one fetch in 10 seconds, whoever asks for it.
 */
import type { FetchKeys } from "./key-source";
import type { KeySet } from "./key-set";

/** For a fetch: metadata and keys. */
const FETCH_MS = 2_000;
/** For all that one request waits for. */
const REQUEST_MS = 2_500;
/** Between fetches that fail. */
const RETRY_MS = 1_000;
/** Between fetches for keys that are not known. */
const UNKNOWN_KEY_MS = 10_000;

/** The keys cannot be had: whether a token is good is not known. */
export class KeysUnavailable extends Error {}

export interface KeyCache {
  /** Begins the first fetch; never throws. */
  readonly prefetch: () => void;
  /**
   * The keys, fetched again where this one is not among them; they may still be without it.
   * @throws KeysUnavailable
   */
  readonly keysWith: (kid: string) => Promise<KeySet>;
}

export function createKeyCache(fetchKeys: FetchKeys, now: () => number = Date.now): KeyCache {
  const fetches = new Fetches(fetchKeys, now);
  /** Last fetch for a key that was not known. */
  let search: { readonly at: number; readonly failure: Fetched } | undefined;

  /** The issuer may have the key by now: where it is down, "no" would be a guess. */
  const searchAgain = async (): Promise<void> => {
    if (search === undefined || now() - search.at >= UNKNOWN_KEY_MS) {
      search = { at: now(), failure: fetches.fetch(FETCH_MS) };
    }
    const failure = await search.failure;
    if (failure !== undefined) throw failure;
  };

  return {
    prefetch: () => void fetches.fetch(FETCH_MS),
    keysWith: async (kid) => {
      const begun = now();
      const keys = fetches.keys ?? (await fetches.first(begun + REQUEST_MS));
      if (keys.has(kid) || fetches.fetchedAt >= begun) return keys;
      await searchAgain();
      return fetches.keys ?? keys;
    },
  };
}

/** What went wrong, if anything. */
type Fetched = Promise<KeysUnavailable | undefined>;

class Fetches {
  keys: KeySet | undefined;
  fetchedAt = -Infinity;
  /** Shared by all who wait. */
  private pending: Fetched | undefined;
  /** The last one of a request that had no keys. */
  private lastFailure: { readonly at: number; readonly error: KeysUnavailable } | undefined;

  constructor(
    private readonly fetchKeys: FetchKeys,
    private readonly now: () => number,
  ) {}

  /** Never rejects. */
  fetch(limitMs: number): Fetched {
    this.pending ??= this.begin(limitMs).finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  /** @throws KeysUnavailable */
  async first(deadline: number): Promise<KeySet> {
    await this.pending;
    if (this.keys !== undefined) return this.keys;
    const { lastFailure } = this;
    const isTooSoon = lastFailure !== undefined && this.now() - lastFailure.at < RETRY_MS;
    if (isTooSoon && this.pending === undefined) throw lastFailure.error;
    const error = await this.fetch(Math.min(FETCH_MS, deadline - this.now()));
    if (error !== undefined) this.lastFailure = { at: this.now(), error };
    return this.keysOr(error);
  }

  private keysOr(failure: KeysUnavailable | undefined): KeySet {
    if (this.keys !== undefined) return this.keys;
    throw failure ?? new KeysUnavailable("no keys");
  }

  private async begin(limitMs: number): Fetched {
    try {
      this.keys = await this.fetchKeys(limitMs);
      this.fetchedAt = this.now();
      return undefined;
    } catch (error) {
      return new KeysUnavailable(error instanceof Error ? error.message : "unknown");
    }
  }
}
