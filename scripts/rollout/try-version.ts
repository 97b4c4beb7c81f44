/**
 * A first look at a version that no caller has met: it is invoked by its number, with an event as API
 * Gateway sends it, and lists its tools. It runs none of them.
 */
import type { DeployedStack } from "../versions/deployed-stack";
import type { VersionedFunction } from "../versions/versioned-function";

const MINUTES_5 = 300_000;

/**
 * Between the head and the body of a streamed response, which an invocation returns as one text.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 */
const DELIMITER = "\0".repeat(8);

/** What is wrong with it, in words; undefined for nothing. */
export async function whyBroken(
  lambda: Pick<VersionedFunction, "invoke">,
  version: number,
  { endpoint }: Pick<DeployedStack, "endpoint">,
): Promise<string | undefined> {
  const { failure, payload } = await lambda.invoke(version, listTools(endpoint));
  if (failure !== undefined) return `it does not run: ${failure}: ${messageIn(payload)}`;
  const { statusCode, body, isBase64Encoded } = responseIn(payload);
  const text = typeof body === "string" ? body : "";
  const answer = parsed(isBase64Encoded === true ? Buffer.from(text, "base64").toString() : text);
  // Who has no key of a stack is refused by the server itself, which then runs.
  const isRefused = statusCode === 403 && "error" in answer;
  const { tools } = (answer["result"] ?? {}) as { readonly tools?: unknown };
  if (isRefused || (statusCode === 200 && Array.isArray(tools))) return undefined;
  return `it answers tools/list with ${String(statusCode)}: ${text.slice(0, 300)}`;
}

/** Buffered or streamed, as the version makes it. */
function responseIn(payload: string): Readonly<Record<string, unknown>> {
  const end = payload.indexOf(DELIMITER);
  if (end === -1) return parsed(payload);
  return { ...parsed(payload.slice(0, end)), body: payload.slice(end + DELIMITER.length) };
}

/** Of a caller in any mode: who may invoke a version by its number may say so. */
function listTools(endpoint: string): object {
  const domainName = hostOf(endpoint);
  const headers = {
    Host: domainName,
    "Content-Type": "application/json",
    "User-Agent": "rollout",
  };
  const message = { jsonrpc: "2.0", id: 1, method: "tools/list" };
  return {
    httpMethod: "POST",
    path: "/mcp",
    resource: "/mcp",
    headers,
    multiValueHeaders: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value]]),
    ),
    body: Buffer.from(JSON.stringify(message)).toString("base64"),
    isBase64Encoded: true,
    requestContext: {
      domainName,
      requestId: "rollout",
      identity: { userArn: "arn:aws:iam::000000000000:user/rollout", accountId: "000000000000" },
      authorizer: {
        sub: "rollout",
        issuer: "rollout",
        scope: "",
        expiresAt: String(Math.ceil((Date.now() + MINUTES_5) / 1_000)),
        claims: "{}",
      },
    },
  };
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).hostname : "localhost";
}

function messageIn(payload: string): string {
  const { errorMessage } = parsed(payload);
  return typeof errorMessage === "string" ? errorMessage.slice(0, 300) : "no message";
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(json) as unknown;
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
