/**
 * HTTP request -> events of a REST API: of its Lambda proxy integration, and of its REQUEST authorizers.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEvent, APIGatewayRequestAuthorizerEvent } from "aws-lambda";
import { ACCOUNT_ID } from "../program/cloud-outputs";
import { ANONYMOUS, type GatewayCaller, identityOf } from "./gateway-caller";
import { lastOf, readHeaders } from "./http-headers";
import type { RestApi } from "./rest-api";
import type { Route } from "./routes";

export interface GatewayRequest {
  readonly message: IncomingMessage;
  /** Undefined when it is larger than API Gateway takes. */
  readonly body: Buffer | undefined;
  readonly requestId: string;
  /** The page of `npm start` asks for itself: it takes nothing of the stage's throttle; default false. */
  readonly isOwn?: boolean;
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
  request: GatewayRequest & { readonly body: Buffer },
  target: ProxyTarget,
  caller: GatewayCaller,
): APIGatewayProxyEvent {
  const { body } = request;
  return {
    ...withoutBody(request, target, caller),
    body: body.length === 0 ? null : body.toString("base64"),
    isBase64Encoded: body.length > 0,
  };
}

/**
 * What a REQUEST authorizer gets: all of the request but its body, and maps in place of null.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export function toAuthorizerEvent(
  request: GatewayRequest,
  target: ProxyTarget,
  methodArn: string,
): APIGatewayRequestAuthorizerEvent {
  const event = withoutBody(request, target, ANONYMOUS);
  return {
    ...event,
    type: "REQUEST",
    methodArn,
    queryStringParameters: event.queryStringParameters ?? {},
    multiValueQueryStringParameters: event.multiValueQueryStringParameters ?? {},
    pathParameters: event.pathParameters ?? {},
    stageVariables: {},
    requestContext: { ...event.requestContext, authorizer: undefined },
  };
}

function withoutBody(
  { message, requestId }: GatewayRequest,
  { api, route, path, domainName }: ProxyTarget,
  caller: GatewayCaller,
): Omit<APIGatewayProxyEvent, "body" | "isBase64Encoded"> {
  const sourceIp = message.socket.remoteAddress ?? "127.0.0.1";
  const httpMethod = message.method ?? "GET";
  const multiValueHeaders = readHeaders(message, sourceIp);
  const now = new Date();
  return {
    resource: route.resource,
    path,
    httpMethod,
    headers: lastOf(multiValueHeaders),
    multiValueHeaders,
    ...queryOf(message),
    pathParameters: pathParameters(route.resource, path),
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: api.id,
      authorizer: caller.authorizer,
      domainName,
      domainPrefix: domainName.split(".")[0] ?? "",
      extendedRequestId: requestId,
      httpMethod,
      identity: identityOf(caller, { sourceIp, userAgent: message.headers["user-agent"] ?? null }),
      path: pathOf(message),
      protocol: "HTTP/1.1",
      requestId,
      requestTime: requestTime(now),
      requestTimeEpoch: now.getTime(),
      resourceId: route.resource,
      resourcePath: route.resource,
      stage: api.stage,
    },
  };
}

/** As sent, the stage included: URL would take "//x" for a host and resolve "..". */
export function pathOf({ url }: IncomingMessage): string {
  const [path = "/"] = (url ?? "/").split("?");
  return path;
}

export function queryParameters({ url }: IncomingMessage): URLSearchParams {
  const [, ...search] = (url ?? "/").split("?");
  return new URLSearchParams(search.join("?"));
}

function queryOf(
  message: IncomingMessage,
): Pick<APIGatewayProxyEvent, "queryStringParameters" | "multiValueQueryStringParameters"> {
  const parameters = queryParameters(message);
  const names = [...new Set(parameters.keys())];
  if (names.length === 0) {
    return { queryStringParameters: null, multiValueQueryStringParameters: null };
  }
  const all = Object.fromEntries(names.map((name) => [name, parameters.getAll(name)]));
  return { queryStringParameters: lastOf(all), multiValueQueryStringParameters: all };
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

/** As in "22/Nov/2026:10:00:00 +0000". */
function requestTime(date: Date): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? [];
  return `${day ?? ""}/${month ?? ""}/${year ?? ""}:${time ?? ""} +0000`;
}
