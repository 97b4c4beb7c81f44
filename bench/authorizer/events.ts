/** Events of API Gateway: the question to the authorizer, and the call that it lets pass. */
import type { Era } from "../measurements";

const PARAMS = { name: "add", arguments: { a: 10, b: 5 } };
const META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};
const MODERN_HEADERS = {
  "MCP-Protocol-Version": "2026-07-28",
  "Mcp-Method": "tools/call",
  "Mcp-Name": "add",
};
const PLAIN_HEADERS = { Host: "bench.test", "Content-Type": "application/json" };

/** What the answers of good events have in them. */
export const EXPECTED = { authorizer: '"Effect":"Allow"', function: "10 + 5 = 15" } as const;

export interface Token {
  readonly text: string;
  readonly issuer: string;
  readonly claims: object;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

export function questionOf({ text }: Token): object {
  return {
    type: "REQUEST",
    methodArn: "arn:aws:execute-api:eu-west-1:123456789012:abcde12345/dev/POST/mcp",
    ...sent("2025", text),
    requestContext: { requestId: "bench", stage: "dev" },
  };
}

/** A call of the tool `add`; with a token as API Gateway hands it on after an Allow. */
export function callOf(era: Era, token?: Token): object {
  const params = era === "2026" ? { ...PARAMS, _meta: META } : PARAMS;
  const body = JSON.stringify({ jsonrpc: "2.0", method: "tools/call", params, id: 1 });
  return {
    ...sent(era, token?.text),
    requestContext: {
      domainName: "bench.test",
      identity: { sourceIp: "127.0.0.1" },
      stage: "dev",
      ...(token !== undefined && { authorizer: allowed(token) }),
    },
    body: Buffer.from(body).toString("base64"),
    isBase64Encoded: true,
  };
}

function sent(era: Era, token: string | undefined): object {
  const headers = {
    ...PLAIN_HEADERS,
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    ...(era === "2026" && MODERN_HEADERS),
  };
  return {
    resource: "/mcp",
    path: "/mcp",
    httpMethod: "POST",
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, [v]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
  };
}

/** The authorizer's context, which API Gateway makes texts of. */
function allowed({ issuer, claims, expiresAt }: Token): object {
  return {
    principalId: "user-1",
    sub: "user-1",
    clientId: "client-1",
    scope: "orders:read orders:write",
    issuer,
    expiresAt: String(expiresAt),
    claims: JSON.stringify(claims),
    integrationLatency: 0,
  };
}
