/** Client of a bucket: what a tool does with its objects. */
import { AwsFailure } from "../aws/aws-json";
import { encode, s3, s3Link } from "../aws/s3";
import { listObjects } from "./bucket-list";
import { checkedKey, checkedSeconds } from "./object-rules";

/** The role gets the action of S3 that each takes (infra/needs/bucket.ts). */
export type BucketVerb = "put" | "get" | "delete" | "list" | "link" | "uploadLink";

export interface StoredObject {
  readonly body: Buffer;
  readonly contentType: string;
}

export interface ListedObject {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  readonly modified: Date;
}

/**
 * Keys are names with or without folders ("reports/2026.csv"), of at most 1,024 bytes as UTF-8. What S3
 * refuses is thrown.
 */
export interface BucketClient {
  /**
   * Writes an object, in place of the one with the same key.
   *
   * @param options contentType: default plain text of a text, application/octet-stream of bytes.
   */
  readonly put: (
    key: string,
    body: string | Uint8Array,
    options?: { readonly contentType?: string },
  ) => Promise<void>;
  /**
   * Undefined where there is none.
   *
   * @param options maxBytes: default 5 MB (5 × 1024 × 1024).
   * @throws Error for an object that is larger.
   */
  readonly get: (
    key: string,
    options?: { readonly maxBytes?: number },
  ) => Promise<StoredObject | undefined>;
  /** Also where there is none. */
  readonly delete: (key: string) => Promise<void>;
  /** By key, in the order of its bytes. @param options limit: default 100. */
  readonly list: (options?: {
    readonly prefix?: string;
    readonly limit?: number;
  }) => Promise<readonly ListedObject[]>;
  /**
   * URL that reads the object, for whoever has it, whether or not it is there.
   *
   * @param options minutes: default 15, at most 720. It ends sooner where the session of the function's
   *   role does. download: name of the file that a browser saves it as; default: it is shown.
   */
  readonly link: (
    key: string,
    options?: { readonly minutes?: number; readonly download?: string },
  ) => Promise<string>;
  /**
   * URL to which one PUT request, of at most 5 GB, writes the object.
   *
   * @param options contentType: the Content-Type that the request must have. minutes: as of a link.
   */
  readonly uploadLink: (
    key: string,
    options: { readonly contentType: string; readonly minutes?: number },
  ) => Promise<string>;
}

const MAX_BYTES = 5 * 1024 * 1024;

/** @param may the methods that it has. */
export function createBucketClient(name: string, may: readonly BucketVerb[]): BucketClient {
  const all = allMethods(name);
  const client = Object.fromEntries(may.map((verb) => [verb, all[verb]]));
  return client as unknown as BucketClient;
}

function allMethods(bucket: string): BucketClient {
  return {
    put: async (key, body, { contentType } = {}) => {
      const isText = typeof body === "string";
      const type =
        contentType ?? (isText ? "text/plain; charset=utf-8" : "application/octet-stream");
      const bytes = isText ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
      const headers = { "content-type": type };
      await s3({ bucket, method: "PUT", key: checkedKey(key), headers, body: bytes });
    },
    get: async (key, { maxBytes = MAX_BYTES } = {}) =>
      readObject(bucket, checkedKey(key), maxBytes),
    delete: async (key) => {
      await s3({ bucket, method: "DELETE", key: checkedKey(key) });
    },
    list: (options) => listObjects(bucket, options),
    link: async (key, { minutes, download } = {}) => {
      const seconds = checkedSeconds(minutes);
      const query = download === undefined ? {} : { [DISPOSITION]: attachment(download) };
      return s3Link({ bucket, method: "GET", key: checkedKey(key), query, seconds });
    },
    uploadLink: async (key, { contentType, minutes }) => {
      const seconds = checkedSeconds(minutes);
      const headers = { "content-type": contentType };
      return s3Link({ bucket, method: "PUT", key: checkedKey(key), headers, seconds });
    },
  };
}

async function readObject(
  bucket: string,
  key: string,
  maxBytes: number,
): Promise<StoredObject | undefined> {
  try {
    const { headers, bytes } = await s3({ bucket, method: "GET", key, maxBytes });
    if (bytes === undefined) {
      throw new Error(
        `the object "${key}" has more than ${maxBytes} bytes: give get a larger maxBytes, or its caller a link`,
      );
    }
    return { body: bytes, contentType: headers["content-type"] ?? "application/octet-stream" };
  } catch (error) {
    if (error instanceof AwsFailure && error.code === "NoSuchKey") return undefined;
    throw error;
  }
}

const DISPOSITION = "response-content-disposition";

/** https://www.rfc-editor.org/rfc/rfc6266#section-4.1, with the name in UTF-8 alone. */
function attachment(name: string): string {
  return `attachment; filename*=UTF-8''${encode(name)}`;
}
