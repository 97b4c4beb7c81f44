/**
 * Lambda authorizer of the type REQUEST, as declared.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html
 */
import { UserError } from "../user-error";
import { functionOf } from "./permissions";

export interface DeclaredAuthorizer {
  /** Name among the securityDefinitions. */
  readonly name: string;
  readonly functionArn: string;
  /** All must be in a request, whatever the TTL; together they are the key of the cache. */
  readonly identitySources: readonly IdentitySource[];
  /** How long an answer is kept; 0 for not at all. */
  readonly ttlSeconds: number;
}

export interface IdentitySource {
  readonly kind: "header" | "querystring";
  readonly name: string;
}

/** `x-amazon-apigateway-authorizer`. */
export interface LambdaAuthorizerExtension {
  readonly type?: string;
  readonly authorizerUri?: string;
  readonly identitySource?: string;
  readonly authorizerResultTtlInSeconds?: number;
}

/** API Gateway's defaults and limits for the cache. */
const DEFAULT_TTL_SECONDS = 300;
const MAX_TTL_SECONDS = 3600;

/** @throws UserError for one that is not served here. */
export function readAuthorizer(
  name: string,
  extension: LambdaAuthorizerExtension,
): DeclaredAuthorizer {
  const { type, authorizerUri, identitySource = "" } = extension;
  if (type?.toLowerCase() !== "request") {
    throw new UserError(
      `The local gateway knows Lambda authorizers of the type REQUEST; "${name}" is ${type?.toUpperCase() ?? "without a type"}.`,
    );
  }
  const functionArn = functionOf(authorizerUri);
  if (functionArn === "") {
    throw new UserError(`The authorizerUri of "${name}" names no function: ${authorizerUri ?? ""}`);
  }
  const ttlSeconds = extension.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS;
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 0 || ttlSeconds > MAX_TTL_SECONDS) {
    throw new UserError(
      `authorizerResultTtlInSeconds of "${name}" is ${ttlSeconds} but must be a whole number of 0 to ${MAX_TTL_SECONDS}.`,
    );
  }
  const identitySources = identitySource
    .split(",")
    .map((source) => source.trim())
    .filter((source) => source !== "")
    .map((source) => readIdentitySource(name, source));
  if (ttlSeconds > 0 && identitySources.length === 0) {
    throw new UserError(
      `The authorizer "${name}" has a cache and no identitySource to key it; give it one, or set authorizerResultTtlInSeconds to 0.`,
    );
  }
  return { name, functionArn, identitySources, ttlSeconds };
}

function readIdentitySource(authorizer: string, source: string): IdentitySource {
  const parts = /^method\.request\.(header|querystring)\.(.+)$/.exec(source);
  if (parts !== null) {
    return { kind: parts[1] === "header" ? "header" : "querystring", name: parts[2] ?? "" };
  }
  throw new UserError(
    `The local gateway takes identity sources from headers and the query string; "${authorizer}" has ${source}.`,
  );
}
