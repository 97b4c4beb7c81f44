/** Settings of a server, from its function's environment variables. */

export interface ServerSettings {
  /** How callers are known: none, iam, apiKey or jwt; undefined counts as none. */
  readonly auth: string | undefined;
  /** JSON: names of API keys by their ids. */
  readonly apiKeyNames: string | undefined;
  /** What a caller is told whose token is not valid any more. */
  readonly unauthorizedMessage: string | undefined;
  /** Browser origins that may call. */
  readonly allowedOrigins: readonly string[];
  /** Largest accepted body in bytes. */
  readonly maxBodyBytes: number;
  /** Largest batch; what is not a number counts as the default. */
  readonly maxBatch: number;
  /** Seals what a tool leaves with its caller. */
  readonly stateKey: string | undefined;
  readonly logLevel: string | undefined;
  readonly logPayloads: boolean;
  readonly logCallers: boolean;
  /** The function's name; undefined outside of Lambda. */
  readonly service: string | undefined;
  /** Whether the environment was made before anybody called. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
  readonly isKeptReady: boolean;
}

export function readServerSettings(
  variables: Readonly<Record<string, string | undefined>>,
): ServerSettings {
  return {
    auth: variables["AUTH"],
    apiKeyNames: variables["API_KEY_NAMES"],
    unauthorizedMessage: variables["UNAUTHORIZED_MESSAGE"],
    allowedOrigins: variables["ALLOWED_ORIGINS"]?.split(",") ?? [],
    maxBodyBytes: Number(variables["MAX_BODY_BYTES"]),
    maxBatch: Number(variables["MAX_BATCH"]),
    stateKey: variables["STATE_KEY"],
    logLevel: variables["LOG_LEVEL"],
    logPayloads: variables["LOG_PAYLOADS"] === "true",
    logCallers: variables["LOG_CALLERS"] === "true",
    service: variables["AWS_LAMBDA_FUNCTION_NAME"],
    isKeptReady: variables["AWS_LAMBDA_INITIALIZATION_TYPE"] === "provisioned-concurrency",
  };
}
