/** GetObject, HeadObject, PutObject of the local run. */
import { createHash } from "node:crypto";
import type * as http from "node:http";
import { type S3Answer, s3Error } from "./s3-answer";
import type { S3Object } from "./s3-objects";

/** Headers of an upload that are sent again with the object. */
const KEPT = /^(content-(type|disposition|encoding|language)|cache-control|expires|x-amz-meta-.+)$/;

/** What would change what a request does. */
const NOT_HERE = ["x-amz-copy-source", "if-match", "if-none-match"];

export function etagOf({ body }: S3Object): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}

/** @param query with what a link wants of the answer's headers. */
export function objectAnswer(
  object: S3Object,
  headers: http.IncomingHttpHeaders,
  query: ReadonlyMap<string, string>,
): S3Answer {
  const wanted = [...query].filter(([name]) => name.startsWith("response-"));
  const all = {
    ...object.headers,
    ...Object.fromEntries(wanted.map(([name, value]) => [name.slice("response-".length), value])),
    etag: etagOf(object),
    "last-modified": new Date(object.modified).toUTCString(),
    "accept-ranges": "bytes",
  };
  const range = rangeOf(headers.range, object.body.length);
  if (range === undefined) return { status: 200, headers: all, body: object.body };
  const [from, to] = range;
  const size = object.body.length;
  if (from >= size || to < from) {
    return s3Error(416, "InvalidRange", "The requested range is not in the object");
  }
  const contentRange = `bytes ${from}-${to}/${size}`;
  const body = object.body.subarray(from, to + 1);
  return { status: 206, headers: { ...all, "content-range": contentRange }, body };
}

/** First and last byte; undefined: all. */
function rangeOf(header: string | undefined, size: number): readonly [number, number] | undefined {
  const [all, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (all === undefined || (from === "" && to === "")) return undefined;
  if (from === "") return [Math.max(0, size - Number(to)), size - 1];
  return [Number(from), to === "" ? size - 1 : Math.min(Number(to), size - 1)];
}

/** What is stored, or why not. */
export function uploaded(
  key: string,
  headers: http.IncomingHttpHeaders,
  body: Buffer,
): { readonly object: S3Object } | { readonly refused: S3Answer } {
  const other = NOT_HERE.find((name) => headers[name] !== undefined);
  if (other !== undefined) {
    return { refused: s3Error(501, "NotImplemented", `The local run has no ${other}`) };
  }
  const { "x-amz-content-sha256": sha256 = "UNSIGNED-PAYLOAD" } = headers;
  const digest = String(sha256);
  if (digest.startsWith("STREAMING-")) {
    return { refused: s3Error(501, "NotImplemented", "The local run takes no signed chunks") };
  }
  if (digest !== "UNSIGNED-PAYLOAD" && digest !== createHash("sha256").update(body).digest("hex")) {
    const text = "x-amz-content-sha256 is not that of the body";
    return { refused: s3Error(400, "XAmzContentSHA256Mismatch", text) };
  }
  const kept = Object.entries(headers).filter(([name]) => KEPT.test(name));
  const type = { "content-type": "binary/octet-stream" };
  const own = Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
  return { object: { key, headers: { ...type, ...own }, modified: Date.now(), body } };
}
