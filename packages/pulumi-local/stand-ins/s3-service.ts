/**
 * Objects of S3 on 127.0.0.1: PutObject, GetObject, HeadObject, DeleteObject, ListObjectsV2 and HeadBucket,
 * with the bucket in the path. Signatures are verified; links are opened by browsers too.
 */
import type * as http from "node:http";
import {
  isForThisHost,
  isOfPage,
  listen,
  type LoopbackService,
  readBytes,
} from "./loopback-service";
import { decoded, queryOf } from "./percent-encoding";
import { type S3Answer, s3Error } from "./s3-answer";
import { listAnswer } from "./s3-list";
import { etagOf, objectAnswer, uploaded } from "./s3-object-answers";
import type { S3Objects } from "./s3-objects";
import { type Credentials, isLink, refusedSignature } from "./s3-signature";

export interface S3Sources {
  readonly objects: S3Objects;
  /** Names of those that are there. */
  readonly buckets: () => readonly string[];
  /** Undefined: a developer's own, whose signatures cannot be verified. */
  readonly credentials: Credentials | undefined;
}

/** AWS takes 5 GB; here all of it is in memory. */
const MAX_OBJECT_BYTES = 100 * 1024 * 1024;

export function startS3(sources: S3Sources): Promise<LoopbackService> {
  return listen((message, response) => {
    void respond(message, response, sources);
  });
}

async function respond(
  message: http.IncomingMessage,
  response: http.ServerResponse,
  sources: S3Sources,
): Promise<void> {
  const answer = await answerTo(message, sources).catch((error: unknown) =>
    s3Error(500, "InternalError", error instanceof Error ? error.message : String(error)),
  );
  const { status, headers = {}, body = "" } = answer;
  if (response.destroyed) return;
  const length = status === 204 ? {} : { "content-length": Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length });
  response.end(message.method === "HEAD" || status === 204 ? undefined : body);
}

async function answerTo(message: http.IncomingMessage, sources: S3Sources): Promise<S3Answer> {
  const { method = "", url = "/", headers } = message;
  const request = { method, url, headers };
  // Who has a link may open it from a page as well.
  if (!isForThisHost(message) || (isOfPage(message) && !isLink(request))) {
    return s3Error(403, "AccessDenied", "Not for pages of a browser, but for links");
  }
  const refused = refusedSignature(request, sources.credentials);
  if (refused !== undefined) return refused;
  const [, bucket = "", key = ""] = /^\/([^/?]+)(?:\/([^?]*))?/.exec(url) ?? [];
  if (!sources.buckets().includes(bucket)) {
    return s3Error(404, "NoSuchBucket", `The program declares no bucket "${bucket}"`);
  }
  const body = await readBytes(message, MAX_OBJECT_BYTES);
  if (body === undefined) {
    return s3Error(400, "EntityTooLarge", `The local run takes at most ${MAX_OBJECT_BYTES} bytes`);
  }
  const query = new Map(queryOf(url));
  const operation = `${method} ${key === "" ? "bucket" : "object"}`;
  const asked = { bucket, key: decoded(key), query, headers, body };
  const other = [...query.keys()].find((name) => !KNOWN.test(name));
  if (other !== undefined || !(operation in OPERATIONS)) return notHere(operation, other);
  return OPERATIONS[operation as keyof typeof OPERATIONS](asked, sources.objects);
}

/** Of operations below, and what signatures and SDKs add. */
const KNOWN =
  /^(x-amz-.+|x-id|response-.+|list-type|prefix|delimiter|max-keys|continuation-token|start-after|encoding-type|fetch-owner)$/i;

interface Asked {
  readonly bucket: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

const OPERATIONS = {
  "HEAD bucket": (): S3Answer => ({ status: 200 }),
  "GET bucket": ({ bucket, query }: Asked, objects: S3Objects): S3Answer =>
    query.get("list-type") === "2"
      ? listAnswer(bucket, objects.all(bucket), query)
      : notHere("GET bucket", "without list-type=2"),
  "GET object": readObject,
  "HEAD object": readObject,
  "PUT object": ({ bucket, key, headers, body }: Asked, objects: S3Objects): S3Answer => {
    const upload = uploaded(key, headers, body);
    if ("refused" in upload) return upload.refused;
    objects.put(bucket, upload.object);
    return { status: 200, headers: { etag: etagOf(upload.object) } };
  },
  "DELETE object": ({ bucket, key }: Asked, objects: S3Objects): S3Answer => {
    objects.delete(bucket, key);
    return { status: 204 };
  },
} as const;

function readObject({ bucket, key, query, headers }: Asked, objects: S3Objects): S3Answer {
  const object = objects.get(bucket, key);
  if (object !== undefined) return objectAnswer(object, headers, query);
  return s3Error(404, "NoSuchKey", `There is no object "${key}"`);
}

function notHere(operation: string, detail = ""): S3Answer {
  const text = `The local run does not have this of S3: ${operation} ${detail}`;
  return s3Error(501, "NotImplemented", text.trim());
}
