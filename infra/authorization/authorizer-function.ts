/**
 * The Lambda function that API Gateway asks whether a token is good: a second callback of the same
 * program (handlers/authorizer.ts). Its role may write its log, nothing else.
 */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundleHandler, type HandlerSource } from "pulumi-handler-layer";
import { createLambdaFunction, type Variables } from "../function/lambda-function";
import type { Settings } from "../settings";
import { type ScopesByTool, toolsByScope } from "./tool-scopes";
import { resourceUrl } from "./urls";

export type AuthorizerSettings = Settings["authorization"] &
  Pick<Settings["stack"], "accountSuffix"> &
  Pick<Settings["shared"], "name" | "logRetentionDays" | "xray"> &
  Pick<Settings["function"], "architecture" | "permissionsBoundaryArn">;

export interface AuthorizerFunctionArgs extends AuthorizerSettings {
  /** Scopes that tools need. */
  readonly scopes: pulumi.Output<ScopesByTool>;
}

const AUTHORIZER: HandlerSource = { module: "handlers/authorizer.ts", export: "createAuthorizer" };
/** Enough for its packages and the issuer's keys; it computes for some milliseconds. */
const MEMORY_MB = 256;
/** It answers within 3 s whatever the issuer does. */
const TIMEOUT_SECONDS = 10;
/** Of the 4 kB that all variables of a function have. */
const MAX_TOOL_SCOPES = 2_500;

export class AuthorizerFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  /** What API Gateway invokes. */
  readonly alias: aws.lambda.Alias;
  readonly logGroup: aws.cloudwatch.LogGroup;

  constructor(name: string, args: AuthorizerFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mcp:infra:AuthorizerFunction", name, {}, opts);
    const variables = authorizerVariables(args);
    // One by one: the function's own memory, concurrency and place in a VPC are not the authorizer's.
    const { accountSuffix, logRetentionDays, xray, architecture, permissionsBoundaryArn } = args;
    const made = createLambdaFunction(
      name,
      {
        accountSuffix,
        logRetentionDays,
        xray,
        architecture,
        permissionsBoundaryArn,
        name: `${args.name}-authorizer`,
        title: "authorizer of the MCP server",
        bundle: bundleHandler(AUTHORIZER, {
          memoryMb: MEMORY_MB,
          variables,
          nameless: ["jwt-authorizer"],
        }),
        variables,
        memoryMb: MEMORY_MB,
        timeoutSeconds: TIMEOUT_SECONDS,
      },
      { parent: this },
    );
    this.function = made.function;
    this.alias = made.alias;
    this.logGroup = made.logGroup;
    this.registerOutputs();
  }
}

/** What handlers/authorizer.ts reads. */
function authorizerVariables(args: AuthorizerFunctionArgs): Variables {
  const { jwtIssuer = "", jwtAudience, jwtClients, jwtJwksUri } = args;
  const url = resourceUrl(args);
  return {
    JWT_ISSUER: jwtIssuer,
    JWT_AUDIENCE: JSON.stringify(jwtAudience),
    ...(url !== undefined && { JWT_RESOURCE: url }),
    JWT_CLIENTS: JSON.stringify(jwtClients),
    JWT_SCOPES: JSON.stringify(args.jwtScopes),
    JWT_SCOPE_CLAIMS: JSON.stringify(args.jwtScopeClaims),
    JWT_CLAIMS: JSON.stringify(args.jwtClaims),
    ...(jwtJwksUri !== undefined && { JWT_JWKS_URI: jwtJwksUri }),
    // Not with a cache: it would refuse all tools for the want of one's scope.
    ...(args.authCacheSeconds === 0 && { TOOL_SCOPES: args.scopes.apply(toolScopesText) }),
    // As the function's: infra/function/mcp-function.ts.
    MALLOC_ARENA_MAX: "1",
  };
}

/** @throws pulumi.RunError when it is longer than a function's variables may be. */
function toolScopesText(byTool: ScopesByTool): string {
  const text = JSON.stringify(toolsByScope(byTool));
  if (text.length <= MAX_TOOL_SCOPES) return text;
  throw new pulumi.RunError(
    `The names and scopes of the tools have ${text.length} characters, and with authCacheSeconds: 0 the authorizer gets them as a variable, which takes ${MAX_TOOL_SCOPES}. Let the function alone check them: pulumi config rm authCacheSeconds`,
  );
}
