/** What is in a bucket. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
import { textOf } from "../aws/aws-request";
import { elementOf, s3 } from "../aws/s3";
import type { ListedObject } from "./bucket-client";

interface ListOptions {
  readonly prefix?: string;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 100;
/** S3 gives no more in one answer. */
const PAGE = 1000;

/** Page by page, up to the limit. */
export async function listObjects(
  bucket: string,
  { prefix = "", limit = DEFAULT_LIMIT }: ListOptions = {},
): Promise<readonly ListedObject[]> {
  const found: ListedObject[] = [];
  let token: string | undefined;
  do {
    const query = {
      "list-type": "2",
      // Otherwise keys with characters that XML does not have break the answer.
      "encoding-type": "url",
      "max-keys": String(Math.min(PAGE, limit - found.length)),
      ...(prefix !== "" && { prefix }),
      ...(token !== undefined && { "continuation-token": token }),
    };
    const xml = textOf((await s3({ bucket, method: "GET", query })).bytes);
    found.push(...objectsOf(xml));
    token = elementOf(xml, "NextContinuationToken");
  } while (token !== undefined && found.length < limit);
  return found;
}

function objectsOf(xml: string): ListedObject[] {
  const isEncoded = elementOf(xml, "EncodingType") === "url";
  // The text before the first one is not an object's.
  const [, ...objects] = xml.split("<Contents>");
  return objects.map((object) => {
    const key = elementOf(object, "Key") ?? "";
    return {
      key: isEncoded ? decodeURIComponent(key.replaceAll("+", " ")) : key,
      size: Number(elementOf(object, "Size")),
      modified: new Date(elementOf(object, "LastModified") ?? ""),
    };
  });
}
