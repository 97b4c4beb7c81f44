/**
 * HTTP request -> event of a REST API's Lambda proxy integration, and its result -> HTTP response.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
import { randomBytes } from "node:crypto";
import { type IncomingMessage, validateHeaderName, validateHeaderValue } from "node:http";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { ACCOUNT_ID } from "../program/cloud-outputs";
import type { RestApi, Route } from "./rest-api";

export interface GatewayRequest {
  readonly message: IncomingMessage;
  /** Undefined when it is larger than API Gateway takes. */
  readonly body: Buffer | undefined;
  readonly requestId: string;
}

export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

export interface ProxyTarget {
  readonly api: RestApi;
  readonly route: Route;
  /** Path without the stage; a slash at its end is kept. */
  readonly path: string;
  /** Name under which the API was reached. */
  readonly domainName: string;
}

/** The event, in payload format 1.0; the body is base64, since every media type is binary. */
export function toProxyEvent(
  { message, body, requestId }: GatewayRequest & { readonly body: Buffer },
  { api, route, path, domainName }: ProxyTarget,
): APIGatewayProxyEvent {
  // As sent: URL would take "//x" for a host and resolve "..".
  const [pathname = "/", ...search] = (message.url ?? "/").split("?");
  const parameters = new URLSearchParams(search.join("?"));
  const sourceIp = message.socket.remoteAddress ?? "127.0.0.1";
  const multiValueHeaders = readHeaders(message, sourceIp);
  const query = [...new Set(parameters.keys())];
  const now = new Date();
  return {
    resource: route.resource,
    path,
    httpMethod: message.method ?? "GET",
    headers: lastOf(multiValueHeaders),
    multiValueHeaders,
    queryStringParameters:
      query.length === 0
        ? null
        : Object.fromEntries(query.map((key) => [key, parameters.getAll(key).at(-1)])),
    multiValueQueryStringParameters:
      query.length === 0
        ? null
        : Object.fromEntries(query.map((key) => [key, parameters.getAll(key)])),
    pathParameters: pathParameters(route.resource, path),
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: api.id,
      authorizer: null,
      domainName,
      domainPrefix: domainName.split(".")[0] ?? "",
      extendedRequestId: requestId,
      httpMethod: message.method ?? "GET",
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp,
        user: null,
        userAgent: message.headers["user-agent"] ?? null,
        userArn: null,
      },
      path: pathname,
      protocol: "HTTP/1.1",
      requestId,
      requestTime: requestTime(now),
      requestTimeEpoch: now.getTime(),
      resourceId: route.resource,
      resourcePath: route.resource,
      stage: api.stage,
    },
    body: body.length === 0 ? null : body.toString("base64"),
    isBase64Encoded: body.length > 0,
  };
}

/** What the client gets, or undefined when the payload is not a proxy result (AWS responds 502). */
export function toHttp(payload: string): GatewayResponse | undefined {
  const result = JSON.parse(payload) as Partial<APIGatewayProxyResult> | null;
  if (result === null || typeof result !== "object") return undefined;
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  if (result.body !== undefined && typeof result.body !== "string") return undefined;
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
  const encoding = result.isBase64Encoded === true ? "base64" : "utf8";
  return { status, headers, body: Buffer.from(result.body ?? "", encoding) };
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

/** {"id": "7"} for the resource /x/{id} and the path /x/7, encoded as sent; null without variables. */
function pathParameters(resource: string, path: string): Record<string, string> | null {
  const parts = path.split("/").filter((part) => part !== "");
  const found = resource
    .split("/")
    .slice(1)
    .flatMap((part, index) => {
      const name = /^\{(.+?)(\+?)\}$/.exec(part);
      if (name === null) return [];
      const value = name[2] === "+" ? parts.slice(index).join("/") : (parts[index] ?? "");
      return [[name[1] ?? "", value] as const];
    });
  return found.length === 0 ? null : Object.fromEntries(found);
}

/** Headers with the spelling that was sent, and those that API Gateway adds. */
function readHeaders(message: IncomingMessage, sourceIp: string): Record<string, string[]> {
  const headers = Object.create(null) as Record<string, string[]>;
  const { rawHeaders } = message;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    // Hop-by-hop headers end at the gateway.
    if (/^(connection|transfer-encoding|keep-alive|content-length)$/i.test(name)) continue;
    (headers[name] ??= []).push(rawHeaders[index + 1] ?? "");
  }
  headers["X-Amzn-Trace-Id"] = [
    `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString("hex")}`,
  ];
  headers["X-Forwarded-For"] = [sourceIp];
  headers["X-Forwarded-Port"] = ["443"];
  headers["X-Forwarded-Proto"] = ["https"];
  return { ...headers };
}

function lastOf(
  multiValue: Readonly<Record<string, string[]>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(multiValue).map(([name, values]) => [name, values.at(-1)]),
  );
}

/** As in "22/Nov/2026:10:00:00 +0000". */
function requestTime(date: Date): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? [];
  return `${day ?? ""}/${month ?? ""}/${year ?? ""}:${time ?? ""} +0000`;
}
