/** Requests to the objects of one bucket in S3, and links that others open. */
import type * as http from "node:http";
import * as aws4 from "aws4";
import { AwsFailure } from "./aws-json";
import { type AwsAnswer, awsAnswer, textOf } from "./aws-request";
import { givenEndpoint, regionalHost } from "./endpoint";

type Texts = Readonly<Record<string, string>>;

export interface S3Request {
  readonly bucket: string;
  readonly method: "GET" | "PUT" | "DELETE";
  /** Default: the bucket itself. */
  readonly key?: string;
  readonly query?: Texts;
  readonly headers?: Texts;
  readonly body?: string | Buffer;
  /** Most bytes of an answer; default: all there are. */
  readonly maxBytes?: number;
}

/** @throws AwsFailure of what S3 refuses. */
export async function s3({
  bucket,
  key,
  query,
  headers = {},
  ...rest
}: S3Request): Promise<AwsAnswer> {
  const { endpoint, path } = placeOf(bucket, key);
  const answer = await awsAnswer({
    service: "s3",
    endpoint,
    path: withQuery(path, query),
    headers,
    body: "",
    ...rest,
  });
  if (answer.status >= 300) throw failureOf(answer);
  return answer;
}

export interface S3Link extends Pick<S3Request, "bucket" | "query" | "headers"> {
  readonly method: "GET" | "PUT";
  readonly key: string;
  readonly seconds: number;
}

/**
 * URL that does one thing for whoever has it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 *
 * @param headers that must be sent with it.
 */
export function s3Link({ bucket, key, method, query, headers, seconds }: S3Link): string {
  const { endpoint, path } = placeOf(bucket, key);
  const request = {
    service: "s3",
    region: process.env["AWS_REGION"] ?? "us-east-1",
    method,
    host: endpoint.host,
    path: withQuery(path, { ...query, "X-Amz-Expires": String(seconds) }),
    headers: { ...headers } as http.OutgoingHttpHeaders,
    signQuery: true,
  };
  return `${endpoint.origin}${aws4.sign(request).path ?? ""}`;
}

interface Place {
  readonly endpoint: URL;
  readonly path: string;
}

/** The bucket is in the host's name, as AWS wants it; emulators have it in the path. */
function placeOf(bucket: string, key: string | undefined): Place {
  const path = key === undefined ? "" : `/${key.split("/").map(encode).join("/")}`;
  const given = givenEndpoint("s3");
  if (given !== undefined) return { endpoint: given, path: `/${bucket}${path}` };
  return { endpoint: new URL(`https://${bucket}.${regionalHost("s3")}`), path: path || "/" };
}

function withQuery(path: string, query: Texts = {}): string {
  const pairs = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

/** Percent-encodes all that RFC 3986 does not leave as it is, as signatures have it. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function failureOf({ status, bytes }: AwsAnswer): AwsFailure {
  const xml = textOf(bytes);
  const code = elementOf(xml, "Code") ?? (status === 404 ? "NoSuchKey" : "UnknownError");
  return new AwsFailure(code, elementOf(xml, "Message") ?? `s3 answered with status ${status}`);
}

/** Text of the first element of a name, which has no others in it. */
export function elementOf(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  return text?.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, unescaped);
}

const ENTITIES: Texts = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(all: string, hex?: string, decimal?: string, name = ""): string {
  if (hex === undefined && decimal === undefined) return ENTITIES[name] ?? all;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : all;
}
