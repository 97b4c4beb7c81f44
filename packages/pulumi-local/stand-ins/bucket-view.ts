/** A bucket as the page shows it. */

export interface BucketView {
  readonly name: string;
  readonly count: number;
  /** Of all its objects. */
  readonly bytes: number;
  /** The 50 that were written last. */
  readonly objects: readonly ObjectView[];
}

export interface ObjectView {
  readonly key: string;
  /** Content-Type; "" for none. */
  readonly type: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}
