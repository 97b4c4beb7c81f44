/**
 * Result of a Lambda proxy integration -> HTTP response.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
import { validateHeaderName, validateHeaderValue } from "node:http";
import type { APIGatewayProxyResult } from "aws-lambda";

export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

export type GatewayHead = Omit<GatewayResponse, "body">;

/** What the client gets, or undefined when the payload is not a proxy result (AWS responds 502). */
export function toHttp(payload: string): GatewayResponse | undefined {
  const result = JSON.parse(payload) as Partial<APIGatewayProxyResult> | null;
  const head = toHead(result);
  if (result === null || head === undefined) return undefined;
  if (result.body !== undefined && typeof result.body !== "string") return undefined;
  const encoding = result.isBase64Encoded === true ? "base64" : "utf8";
  return { ...head, body: Buffer.from(result.body ?? "", encoding) };
}

/** Status and headers; undefined for what is not a proxy result. */
export function toHead(result: unknown): GatewayHead | undefined {
  if (!isProxyResult(result)) return undefined;
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const headers: Record<string, string | string[]> = {};
  try {
    for (const [name, value] of Object.entries(result.headers ?? {})) {
      headers[passedOn(name)] = headerValue(name, value);
    }
    for (const [name, values] of Object.entries(result.multiValueHeaders ?? {})) {
      headers[passedOn(name)] = values.map((value) => headerValue(name, value));
    }
  } catch {
    return undefined;
  }
  // API Gateway says JSON where a function says nothing.
  headers["content-type"] ??= "application/json";
  return { status, headers };
}

function isProxyResult(result: unknown): result is Partial<APIGatewayProxyResult> {
  return typeof result === "object" && result !== null;
}

/** @throws TypeError for what HTTP does not allow in a header. */
function headerValue(name: string, value: unknown): string {
  const text = String(value);
  validateHeaderName(name);
  validateHeaderValue(name, text);
  return text;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
function passedOn(header: string): string {
  const name = header.toLowerCase();
  return name === "www-authenticate" ? `x-amzn-remapped-${name}` : name;
}
