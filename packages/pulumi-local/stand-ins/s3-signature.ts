/**
 * Signatures of requests to S3, in a header or in a link (Signature Version 4): verified as AWS does.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type * as http from "node:http";
import { type S3Answer, s3Error } from "./s3-answer";
import { decoded, encode, queryOf } from "./percent-encoding";

export interface SignedRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
}

export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

interface Signature {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly value: string;
  /** 20260101T000000Z */
  readonly date: string;
  readonly payload: string;
}

/** Seven days: no link is good for longer. */
const MAX_SECONDS = 604_800;

/** Whether it is a link: signed in its query. */
export function isLink({ url }: Pick<SignedRequest, "url">): boolean {
  return queryOf(url).some(([name]) => name === "X-Amz-Signature");
}

/**
 * @param credentials that it must be signed with; undefined: of a developer's own, which are not known.
 * @returns what AWS answers to a request that is not signed as it must be.
 */
export function refusedSignature(
  request: SignedRequest,
  credentials: Credentials | undefined,
  now = Date.now(),
): S3Answer | undefined {
  const signature = isLink(request) ? signatureOfLink(request.url) : signatureOf(request.headers);
  if (signature === undefined) return s3Error(403, "AccessDenied", "The request is not signed");
  if (isLink(request)) {
    const refused = refusedTime(request.url, signature.date, now);
    if (refused !== undefined) return refused;
  }
  if (credentials === undefined) return undefined;
  if (!signature.credential.startsWith(`${credentials.id}/`)) {
    return s3Error(403, "InvalidAccessKeyId", "The access key of the signature is another one");
  }
  const expected = Buffer.from(sign(request, signature, credentials.secret));
  const given = Buffer.from(signature.value);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return undefined;
  return s3Error(403, "SignatureDoesNotMatch", "The signature is not that of this request");
}

function refusedTime(url: string, date: string, now: number): S3Answer | undefined {
  const seconds = Number(new Map(queryOf(url)).get("X-Amz-Expires"));
  if (!(seconds >= 1 && seconds <= MAX_SECONDS)) {
    const text = `X-Amz-Expires must be 1 to ${MAX_SECONDS} seconds`;
    return s3Error(400, "AuthorizationQueryParametersError", text);
  }
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const isGood = now < Date.parse(iso) + seconds * 1000;
  return isGood ? undefined : s3Error(403, "AccessDenied", "Request has expired");
}

function signatureOf(headers: http.IncomingHttpHeaders): Signature | undefined {
  const [, credential, signed, value] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(
      headers.authorization ?? "",
    ) ?? [];
  if (credential === undefined || signed === undefined || value === undefined) return undefined;
  return {
    credential,
    signedHeaders: signed.split(";"),
    value,
    date: textOf(headers["x-amz-date"]),
    payload: textOf(headers["x-amz-content-sha256"]),
  };
}

function signatureOfLink(url: string): Signature {
  const query = new Map(queryOf(url));
  return {
    credential: query.get("X-Amz-Credential") ?? "",
    signedHeaders: (query.get("X-Amz-SignedHeaders") ?? "").split(";"),
    value: query.get("X-Amz-Signature") ?? "",
    date: query.get("X-Amz-Date") ?? "",
    payload: "UNSIGNED-PAYLOAD",
  };
}

function sign(request: SignedRequest, signature: Signature, secret: string): string {
  const { method, url, headers } = request;
  const { signedHeaders, payload, date, credential } = signature;
  const [path = ""] = url.split("?");
  const query = queryOf(url)
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const canonical = [
    method,
    decoded(path).split("/").map(encode).join("/"),
    query.join("&"),
    ...signedHeaders.map((name) => `${name}:${textOf(headers[name]).trim().replace(/\s+/g, " ")}`),
    "",
    signedHeaders.join(";"),
    payload,
  ].join("\n");
  const [, ...scope] = credential.split("/");
  const toSign = ["AWS4-HMAC-SHA256", date, scope.join("/"), sha256(canonical)].join("\n");
  const key = scope.reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`);
  return hmac(key, toSign).toString("hex");
}

function textOf(value: string | readonly string[] | undefined): string {
  return typeof value === "string" ? value : (value?.join(",") ?? "");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
