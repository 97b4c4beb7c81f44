/**
 * Who may call, as the setting `auth` says it: the authorizer that checks tokens, or the keys, and
 * what API and function are told of it. Nothing is made for `none` and `iam`.
 */
import * as pulumi from "@pulumi/pulumi";
import type { HandlerSource } from "pulumi-handler-layer";
import { type ApiKeys, createApiKeys } from "./api-keys";
import { type ProtectedResource, tokenNeeded } from "./protected-resource";
import { AuthorizerFunction, type AuthorizerSettings } from "./authorizer-function";
import { allScopes, type ScopesByTool, toolScopes } from "./tool-scopes";
import { resourceUrl } from "./urls";

export interface AuthorizationArgs extends AuthorizerSettings {
  /** What defines the server, whose tools' scopes count; default: defineServer of handlers/server.ts. */
  readonly server?: HandlerSource;
}

export class Authorization extends pulumi.ComponentResource {
  /** Checks tokens before API Gateway lets a request pass; with auth: jwt alone. */
  readonly authorizer: AuthorizerFunction | undefined;
  /** What clients that sign in are told; with auth: jwt alone. */
  readonly protectedResource: pulumi.Output<ProtectedResource> | undefined;
  /** With auth: apiKey alone. */
  readonly apiKeys: ApiKeys | undefined;
  /** Of the stack: with auth: apiKey the keys' values by their names, a secret. */
  readonly outputs: { readonly apiKeys?: ApiKeys["values"] };
  /** What the function is told. */
  readonly functionVariables: Readonly<Record<string, pulumi.Input<string>>>;

  constructor(name: string, args: AuthorizationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mcp:infra:Authorization", name, {}, opts);
    const { auth, apiKeys, logCallers } = args;
    const child = { parent: this };
    const variables: Record<string, pulumi.Input<string>> = { AUTH: auth };
    if (auth === "jwt") {
      const scopes = toolScopes(args.server);
      this.protectedResource = scopes.apply((byTool) => describeResource(args, byTool));
      this.authorizer = new AuthorizerFunction(`${name}-authorizer`, { ...args, scopes }, child);
      variables["UNAUTHORIZED_MESSAGE"] = tokenNeeded(describeResource(args, {}));
    }
    if (auth === "apiKey") {
      this.apiKeys = createApiKeys(name, { name: args.name, keys: apiKeys }, child);
      variables["API_KEY_NAMES"] = this.apiKeys.names;
    }
    if (logCallers) variables["LOG_CALLERS"] = "true";
    this.outputs = this.apiKeys === undefined ? {} : { apiKeys: this.apiKeys.values };
    this.functionVariables = variables;
    this.registerOutputs();
  }
}

function describeResource(args: AuthorizationArgs, byTool: ScopesByTool): ProtectedResource {
  const { name, jwtIssuer = "", jwtScopes, jwtScopePrefix } = args;
  const scopes = new Set([...jwtScopes, ...allScopes(byTool)]);
  return {
    url: resourceUrl(args),
    name,
    issuer: jwtIssuer,
    scopes: [...scopes].map((scope) => `${jwtScopePrefix}${scope}`),
  };
}
