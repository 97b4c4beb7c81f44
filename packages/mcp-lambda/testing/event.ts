/** API Gateway proxy events, for tests that call the handler itself. */
import type { APIGatewayProxyEvent, Context } from "aws-lambda";

export interface EventParts {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in base64, as the API does it. */
  readonly body?: string | null;
}

export function gatewayEvent({
  method = "POST",
  headers = {},
  body,
}: EventParts): APIGatewayProxyEvent {
  const all = { Host: "api.test", "Content-Type": "application/json", ...headers };
  return {
    httpMethod: method,
    path: "/mcp",
    resource: "/mcp",
    headers: all,
    multiValueHeaders: Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name, [value]]),
    ),
    body: body === undefined || body === null ? null : Buffer.from(body).toString("base64"),
    isBase64Encoded: body !== undefined && body !== null,
    requestContext: { domainName: "api.test" },
  } as unknown as APIGatewayProxyEvent;
}

export function lambdaContext(remainingMs = 25_000): Context {
  return {
    awsRequestId: "request-1",
    getRemainingTimeInMillis: () => remainingMs,
  } as unknown as Context;
}
