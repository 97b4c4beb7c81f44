/** API Gateway proxy events, for tests that call the handler itself. */
import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import type { Caller } from "../http/caller";

export interface EventParts {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in base64, as the API does it. */
  readonly body?: string | null;
  /** Who API Gateway says that calls; the handler's mode must be of this kind. */
  readonly caller?: Caller;
  /** Further members of the event's requestContext. */
  readonly requestContext?: Readonly<Record<string, unknown>>;
}

export function gatewayEvent({
  method = "POST",
  headers = {},
  body,
  caller = { kind: "anonymous" },
  requestContext = {},
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
    requestContext: { domainName: "api.test", ...contextOf(caller), ...requestContext },
  } as unknown as APIGatewayProxyEvent;
}

/** What a requestContext says of a caller. */
function contextOf(caller: Caller): object {
  switch (caller.kind) {
    case "anonymous":
      return {};
    case "iam":
      return { identity: { userArn: caller.arn, accountId: caller.accountId } };
    case "apiKey":
      return { identity: { apiKeyId: caller.id, apiKey: "value-of-the-key" } };
    case "jwt": {
      const { subject: sub, clientId, issuer, scopes, expiresAt, claims } = caller;
      return {
        authorizer: {
          principalId: sub,
          sub,
          ...(clientId !== undefined && { clientId }),
          issuer,
          scope: scopes.join(" "),
          expiresAt: String(expiresAt.getTime() / 1000),
          claims: JSON.stringify(claims),
        },
      };
    }
  }
}

export function lambdaContext(remainingMs = 25_000): Context {
  return {
    awsRequestId: "request-1",
    getRemainingTimeInMillis: () => remainingMs,
  } as unknown as Context;
}
