/** Integration of a method, as declared: a function, or a fixed response of API Gateway itself. */
import type { DeclaredProgram } from "../program/declared";
import { UserError } from "../user-error";
import { functionOf, requirePermission } from "./permissions";
import { refuseUnknownMock } from "./unknown-mappings";

export interface MockIntegration {
  readonly type: "mock";
  readonly passthroughBehavior?: string;
  readonly requestTemplates?: Readonly<Record<string, string>>;
  /** Keyed by a pattern over the status, or "default". */
  readonly responses?: Readonly<Record<string, MockIntegrationResponse>>;
}

export interface MockIntegrationResponse {
  readonly statusCode: string;
  readonly responseTemplates?: Readonly<Record<string, string>>;
  readonly responseParameters?: Readonly<Record<string, string>>;
}

export interface LambdaIntegration {
  readonly type: "aws_proxy";
  /** ARN of the function or alias. */
  readonly functionArn: string;
  /** How long its response may take, where it is streamed. */
  readonly streamMs?: number;
}

/** `x-amazon-apigateway-integration`. */
export type DeclaredIntegration = Omit<MockIntegration, "type"> & {
  readonly type: string;
  readonly uri?: string;
  readonly responseTransferMode?: string;
  readonly timeoutInMillis?: number;
};

export interface IntegrationPlace {
  readonly program: DeclaredProgram;
  readonly method: string;
  readonly resource: string;
  /** ARN of the method, for permissions. */
  readonly source: string;
}

/** @throws UserError for one that is not served here. */
export function readIntegration(
  integration: DeclaredIntegration,
  { program, method, resource, source }: IntegrationPlace,
): MockIntegration | LambdaIntegration {
  if (integration.type === "mock") {
    const mock = { ...integration, type: "mock" } as const;
    refuseUnknownMock(`${method} ${resource}`, mock);
    return mock;
  }
  if (integration.type !== "aws_proxy") {
    throw new UserError(
      `The local gateway serves aws_proxy and mock integrations; ${resource} has ${integration.type}.`,
    );
  }
  const functionArn = functionOf(integration.uri);
  requirePermission(program, functionArn, source);
  return { type: "aws_proxy", functionArn, ...streaming(integration, resource) };
}

/** What API Gateway waits unless it is told otherwise. */
const DEFAULT_MS = 29_000;

/** @throws UserError for what AWS refuses: both must say that the response is streamed. */
function streaming(
  { uri = "", responseTransferMode, timeoutInMillis = DEFAULT_MS }: DeclaredIntegration,
  resource: string,
): Pick<LambdaIntegration, "streamMs"> {
  const isStream = responseTransferMode === "STREAM";
  if (isStream !== uri.endsWith("/response-streaming-invocations")) {
    throw new UserError(
      `${resource} has responseTransferMode ${responseTransferMode ?? "BUFFERED"} and the uri ${uri}: STREAM goes with .../2021-11-15/functions/ARN/response-streaming-invocations, and with nothing else.`,
    );
  }
  return isStream ? { streamMs: timeoutInMillis } : {};
}
