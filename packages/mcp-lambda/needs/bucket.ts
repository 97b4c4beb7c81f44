/** The need `bucket`: a private S3 bucket of files, with links that others open. */
import { type BucketClient, type BucketVerb, createBucketClient } from "./bucket-client";
import type { DeclaredNeed, Need } from "./need";

/** What infra/needs/bucket.ts makes of it. */
export interface DeclaredBucket extends DeclaredNeed {
  readonly kind: "bucket";
  readonly expiresDays?: number;
  readonly may: readonly BucketVerb[];
}

export interface BucketDefinition<May extends readonly BucketVerb[]> {
  /** What `run` does with it, and may do: the client has these methods and no others. */
  readonly may: May;
  /** Days after which S3 deletes an object; default: never. */
  readonly expiresDays?: number;
}

/**
 * Two tools that name the same need share the bucket.
 *
 * @throws Error for days that S3 does not take.
 */
export function bucket<const May extends readonly BucketVerb[]>({
  may,
  expiresDays,
}: BucketDefinition<May>): Need<Pick<BucketClient, May[number]>> {
  if (expiresDays !== undefined && !(Number.isSafeInteger(expiresDays) && expiresDays > 0)) {
    throw new Error(`bucket: expiresDays is ${expiresDays}: a whole number of days, 1 or more`);
  }
  const declared: DeclaredBucket = {
    kind: "bucket",
    ...(expiresDays !== undefined && { expiresDays }),
    may,
  };
  return { declared, connect: (place) => createBucketClient(place.replace(/^s3:/, ""), may) };
}
