/** An authorizer as a program composes it, with its variables given, and what it says. */
import type { APIGatewayAuthorizerResult } from "aws-lambda";
import { capturing } from "mcp-lambda/testing";
import {
  type AuthorizerEvent,
  createAuthorize,
  createAuthorizerLog,
  createKeyCache,
  createKeySource,
  createTokenVerifier,
  readAuthorizerSettings,
  toAuthorizerResult,
} from "../../index";
import { TEST_AUDIENCE, type TestIssuer } from "./issuer";

export interface AuthorizerOptions {
  readonly variables?: Readonly<Record<string, string>>;
  /** Milliseconds; default: the clock. */
  readonly now?: () => number;
  readonly prefetch?: boolean;
}

export interface Answer {
  /** Undefined when it threw. */
  readonly result?: APIGatewayAuthorizerResult;
  /** Message of what was thrown. */
  readonly error?: string;
  /** What was written. */
  readonly output: string;
  /** The line of the request: the last one. */
  readonly line: Readonly<Record<string, unknown>>;
}

export type AskAuthorizer = (event: AuthorizerEvent) => Promise<Answer>;

export function createTestAuthorizer(
  issuer: Pick<TestIssuer, "url">,
  { variables = {}, now, prefetch = false }: AuthorizerOptions = {},
): AskAuthorizer {
  const settings = readAuthorizerSettings({
    JWT_ISSUER: issuer.url,
    JWT_AUDIENCE: JSON.stringify([TEST_AUDIENCE]),
    ...variables,
  });
  const keys = createKeyCache(createKeySource(settings), now);
  const authorize = createAuthorize(settings, createTokenVerifier(settings, keys));
  const log = createAuthorizerLog("mcp-dev-authorizer");
  if (prefetch) keys.prefetch();
  return async (event) => {
    const { result, output } = await capturing(async () => {
      const decision = await authorize(event);
      log(event, decision);
      try {
        return { result: toAuthorizerResult(event, decision) };
      } catch (error) {
        return { error: (error as Error).message };
      }
    });
    const last = output.trimEnd().split("\n").at(-1) ?? "";
    return { ...result, output, line: JSON.parse(last) as Answer["line"] };
  };
}

export const API_ARN = "arn:aws:execute-api:eu-west-1:123456789012:abcde12345";

/** The question for a token, as API Gateway asks it. */
export function tokenEvent(
  token: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): AuthorizerEvent {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return headersEvent({ ...authorization, ...headers });
}

export function headersEvent(headers: Readonly<Record<string, string>>): AuthorizerEvent {
  const multiple = Object.entries(headers).map(([name, value]): [string, string[]] => [
    name,
    [value],
  ]);
  return {
    type: "REQUEST",
    methodArn: `${API_ARN}/dev/POST/mcp`,
    headers,
    multiValueHeaders: Object.fromEntries(multiple),
    requestContext: { requestId: "request-1" } as NonNullable<AuthorizerEvent["requestContext"]>,
  };
}
