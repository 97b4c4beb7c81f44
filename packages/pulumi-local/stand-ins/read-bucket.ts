/** Reads a bucket for the page: what was written last, and how much there is. */
import type { BucketView } from "./bucket-view";
import type { S3Objects } from "./s3-objects";

const MAX_OBJECTS = 50;

export function readBucket(name: string, objects: S3Objects): BucketView {
  const all = objects.all(name);
  const newest = all.toSorted(
    (one, other) => other.modified - one.modified || (one.key < other.key ? -1 : 1),
  );
  return {
    name,
    count: all.length,
    bytes: all.reduce((sum, { body }) => sum + body.length, 0),
    objects: newest.slice(0, MAX_OBJECTS).map(({ key, headers, body, modified }) => ({
      key,
      type: headers["content-type"] ?? "",
      bytes: body.length,
      modified,
    })),
  };
}
