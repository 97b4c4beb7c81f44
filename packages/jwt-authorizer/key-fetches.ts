/** Fetches of an issuer's keys, one at a time, and the keys that the last good one has brought. */
import type { FetchKeys } from "./key-source";
import { type KeySet, NoUsableKey } from "./key-set";

/** For a fetch: metadata and keys. */
const FETCH_MS = 2_000;
/** Between fetches that fail. */
const RETRY_MS = 1_000;

/** The keys cannot be had: whether a token is good is not known. */
export class KeysUnavailable extends Error {}

/** What went wrong, if anything. */
type Fetched = Promise<KeysUnavailable | undefined>;

export class KeyFetches {
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
  fetch(limitMs = FETCH_MS): Fetched {
    this.pending ??= this.begin(limitMs).finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  /** For a request that has none. @throws KeysUnavailable */
  async first(deadline: number): Promise<KeySet> {
    await this.pending;
    if (this.keys !== undefined) return this.keys;
    const { lastFailure } = this;
    const isTooSoon = lastFailure !== undefined && this.now() - lastFailure.at < RETRY_MS;
    if (isTooSoon && this.pending === undefined) throw lastFailure.error;
    const error = await this.fetch(Math.min(FETCH_MS, deadline - this.now()));
    if (error !== undefined) this.lastFailure = { at: this.now(), error };
    return this.keysOr(error ?? new KeysUnavailable("no keys"));
  }

  /** @throws the failure, where there are none. */
  keysOr(failure: KeysUnavailable): KeySet {
    if (this.keys !== undefined) return this.keys;
    throw failure;
  }

  private async begin(limitMs: number): Fetched {
    try {
      this.keys = await this.fetchKeys(limitMs);
      this.fetchedAt = this.now();
      return undefined;
    } catch (error) {
      const failure = new KeysUnavailable(error instanceof Error ? error.message : "unknown");
      if (error instanceof Error && error.cause instanceof NoUsableKey) {
        // The issuer has answered: the keys of before are no longer its keys.
        this.keys = undefined;
        this.lastFailure = { at: this.now(), error: failure };
      }
      return failure;
    }
  }
}
