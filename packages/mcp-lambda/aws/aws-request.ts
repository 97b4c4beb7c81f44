/**
 * Requests to AWS services, signed with the function's credentials (Signature Version 4). The AWS SDK
 * would take five times as long at a cold start (docs/decisions/0014).
 */
import type * as http from "node:http";
import type * as https from "node:https";
import * as aws4 from "aws4";
import { endpointOf } from "./endpoint";

export interface AwsRequest {
  /** As signatures and endpoints name it: "dynamodb". */
  readonly service: string;
  /** Default: the service's. */
  readonly endpoint?: URL;
  /** Default: "POST". */
  readonly method?: "GET" | "PUT" | "POST" | "DELETE";
  /** With its query, percent-encoded; default: "/". */
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Most bytes of an answer that is no error; default: all there are. */
  readonly maxBytes?: number;
}

export interface AwsResponse {
  readonly status: number;
  readonly body: string;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Undefined of an answer that is longer than maxBytes. */
  readonly bytes: Buffer | undefined;
}

/** For an answer; a connection that died while the environment was frozen is found out sooner. */
const ATTEMPT_MS = 5_000;
/** Waited before each further attempt. */
const PAUSES_MS = [50, 200, 800];

/** An answer that says: later. https://docs.aws.amazon.com/general/latest/gr/api-retries.html */
const RETRIED_STATUS: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
/** In JSON, and in S3's XML. */
const RETRIED_ERROR =
  /"__type":"[^"]*(?:Throttling|Throttled|ProvisionedThroughputExceeded|RequestLimitExceeded|TooManyRequests)|<Code>RequestTimeout</;

/**
 * Sends it, up to four times while the service is overloaded or not reached.
 *
 * @returns the last answer, whatever its status.
 * @throws Error when the last attempt was not answered.
 */
export async function awsRequest(request: AwsRequest): Promise<AwsResponse> {
  const { status, bytes } = await awsAnswer(request);
  return { status, body: textOf(bytes) };
}

/** The same for answers that are not text. */
export async function awsAnswer(request: AwsRequest): Promise<AwsAnswer> {
  for (const pause of PAUSES_MS) {
    const answer = await attempt(request).catch(() => undefined);
    if (answer !== undefined && !isRetried(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return await attempt(request);
}

export function textOf(bytes: Buffer | undefined): string {
  return bytes?.toString("utf8") ?? "";
}

function isRetried({ status, bytes }: AwsAnswer): boolean {
  return RETRIED_STATUS.has(status) || (status === 400 && RETRIED_ERROR.test(textOf(bytes)));
}

type HttpModule = Pick<typeof http | typeof https, "Agent" | "request">;

/** Connections are kept from one request to the next. */
const agents = new Map<string, http.Agent>();

async function attempt(request: AwsRequest): Promise<AwsAnswer> {
  const { service, method = "POST", path = "/", body, maxBytes } = request;
  const { protocol, host, hostname, port } = request.endpoint ?? endpointOf(service);
  const module: HttpModule = process.getBuiltinModule(
    protocol === "http:" ? "node:http" : "node:https",
  );
  const agent = agents.get(protocol) ?? new module.Agent({ keepAlive: true });
  agents.set(protocol, agent);
  const region = process.env["AWS_REGION"] ?? "us-east-1";
  const toSign = { host, path, method, service, region, headers: { ...request.headers }, body };
  const { headers } = aws4.sign(toSign) as { readonly headers: http.OutgoingHttpHeaders };
  const options = { protocol, hostname, port, path, method, headers, agent, timeout: ATTEMPT_MS };
  return new Promise((resolve, reject) => {
    const sent = module.request(options, (response) => {
      const { statusCode: status = 0, headers: received } = response;
      readAll(response, status < 300 ? maxBytes : undefined).then((bytes) => {
        resolve({ status, headers: received, bytes });
      }, reject);
    });
    sent.on("timeout", () => sent.destroy(new Error(`${service} did not answer in time`)));
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Undefined when there are more bytes: the rest is not read. */
async function readAll(
  response: http.IncomingMessage,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
