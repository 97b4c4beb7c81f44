/** ListObjectsV2. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
import { element, escaped, type S3Answer, s3Error, xmlAnswer } from "./s3-answer";
import { etagOf } from "./s3-object-answers";
import type { S3Object } from "./s3-objects";

const PAGE = 1000;

/** Of a query with list-type=2. */
export function listAnswer(
  bucket: string,
  objects: readonly S3Object[],
  query: ReadonlyMap<string, string>,
): S3Answer {
  if (query.get("delimiter")) {
    return s3Error(501, "NotImplemented", "The local run lists without a delimiter only");
  }
  const prefix = query.get("prefix") ?? "";
  const token = query.get("continuation-token");
  const after =
    token === undefined ? query.get("start-after") : Buffer.from(token, "base64url").toString();
  const limit = Math.min(PAGE, Number(query.get("max-keys") ?? PAGE));
  if (!(limit >= 0)) return s3Error(400, "InvalidArgument", "max-keys is not a number");
  const found = objects
    .filter(({ key }) => key.startsWith(prefix) && (after === undefined || isAfter(key, after)))
    .sort((one, other) => (isAfter(one.key, other.key) ? 1 : -1));
  const page = found.slice(0, limit);
  const last = page.length < found.length ? page.at(-1) : undefined;
  const isEncoded = query.get("encoding-type") === "url";
  const written = isEncoded ? encoded : escaped;
  return xmlAnswer(
    200,
    element(
      "ListBucketResult",
      [
        element("Name", bucket, escaped),
        element("Prefix", prefix, written),
        element("KeyCount", String(page.length)),
        element("MaxKeys", String(limit)),
        ...(isEncoded ? [element("EncodingType", "url")] : []),
        element("IsTruncated", String(last !== undefined)),
        ...(last === undefined ? [] : [element("NextContinuationToken", tokenOf(last))]),
        ...page.map((object) => contents(object, written)),
      ].join(""),
    ),
  );
}

function contents(object: S3Object, written: (text: string) => string): string {
  const { key, modified, body } = object;
  const fields = [
    element("Key", key, written),
    element("LastModified", new Date(modified).toISOString()),
    element("ETag", etagOf(object), escaped),
    element("Size", String(body.length)),
    element("StorageClass", "STANDARD"),
  ];
  return element("Contents", fields.join(""));
}

/** By the bytes of UTF-8. */
function isAfter(key: string, other: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;
}

function tokenOf({ key }: S3Object): string {
  return Buffer.from(key).toString("base64url");
}

/** As S3 does: "/" stays, a space is "+". */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%20", "+");
}
