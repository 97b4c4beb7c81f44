/**
 * The REST API in front of the function: POST /mcp goes to it, with allowedOrigins a preflight (OPTIONS)
 * as well; everything else is answered by API Gateway itself, in JSON, at no cost of the function.
 */
import * as aws from "@pulumi/aws";
import * as apigateway from "@pulumi/awsx/classic/apigateway";
import * as pulumi from "@pulumi/pulumi";
import type { Authorization } from "../authorization/authorization";
import { resourceUrl } from "../authorization/urls";
import type { AllSettings, Settings } from "../settings";
import { accessLogs } from "./access-logs";
import { apiDocument } from "./api-document";
import { createUsagePlan } from "./usage-plan";
import { corsHeaders } from "./cors-headers";
import { createCustomDomain } from "./custom-domain";
import { functionMethods } from "./paths";
import { ipAddressTypeFor } from "./resource-policy";
import { createWebAcl } from "./web-acl";

export interface McpApiArgs extends ApiSettings {
  /** Receives what is posted to /mcp. */
  readonly target: aws.lambda.Alias;
  readonly authorization: Authorization;
}

type ApiSettings = Settings["api"] &
  Settings["authorization"] &
  Pick<
    AllSettings,
    | "name"
    | "stage"
    | "allowedOrigins"
    | "allowedCidrs"
    | "logRetentionDays"
    | "xray"
    | "streaming"
    | "timeoutSeconds"
  >;

export class McpApi extends pulumi.ComponentResource {
  /** URL that MCP clients connect to. */
  readonly endpoint: pulumi.Output<string>;
  readonly apiId: pulumi.Output<string>;
  /** Of the stack: with domainName what its CNAME names where its zone is elsewhere. */
  readonly outputs: { readonly domainTarget?: pulumi.Output<string> };

  constructor(name: string, args: McpApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mcp:infra:McpApi", name, {}, opts);
    const api = this.createApi(name, args);
    this.permitInvocations(name, args, api);
    this.throttle(name, args, api);
    this.createPlan(name, args, api);
    this.outputs = this.createDomain(name, args, api);
    if (args.waf) this.createFirewall(name, args, api);
    if (args.auth === "none") this.warnOfOpenEndpoint();
    this.endpoint = pulumi.interpolate`${resourceUrl(args) ?? pulumi.interpolate`${api.url}mcp`}`;
    this.apiId = api.restAPI.id;
    this.registerOutputs();
  }

  /** Its logical name is fixed: a new apiName renames the API and leaves its URL as it is. */
  private createApi(name: string, args: McpApiArgs): apigateway.API {
    const child = { parent: this };
    const { target, authorization } = args;
    const url = resourceUrl(args);
    const document = pulumi
      .all([
        target.invokeArn,
        authorization.authorizer?.alias.invokeArn,
        authorization.protectedResource,
      ])
      .apply(([functionInvokeArn, authorizerInvokeArn, protectedResource]) =>
        JSON.stringify(
          apiDocument({ ...args, url, functionInvokeArn, authorizerInvokeArn, protectedResource }),
        ),
      );
    return new apigateway.API(
      "MCPApi",
      {
        stageName: args.stage,
        swaggerString: document,
        restApiArgs: {
          name: args.apiName,
          description: "MCP server",
          endpointConfiguration: { types: "REGIONAL" },
          ...(args.domainName !== undefined && { disableExecuteApiEndpoint: true }),
        },
        stageArgs: {
          xrayTracingEnabled: args.xray,
          ...(args.accessLogs && { accessLogSettings: accessLogs(name, args, child) }),
        },
      },
      child,
    );
  }

  private permitInvocations(name: string, args: McpApiArgs, api: apigateway.API): void {
    const { target, authorization, stage } = args;
    for (const method of functionMethods(args)) {
      this.permitInvocation(`${name}-invoke-${method.toLowerCase()}`, {
        target,
        sourceArn: pulumi.interpolate`${api.restAPI.executionArn}/${stage}/${method}/mcp`,
      });
    }
    if (authorization.authorizer === undefined) return;
    this.permitInvocation(`${name}-invoke-authorizer`, {
      target: authorization.authorizer.alias,
      sourceArn: pulumi.interpolate`${api.restAPI.executionArn}/authorizers/*`,
    });
  }

  private permitInvocation(name: string, { target, sourceArn }: Invocation): void {
    new aws.lambda.Permission(
      name,
      {
        function: target.functionName,
        qualifier: target.name,
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        sourceArn,
      },
      { parent: this },
    );
  }

  private throttle(name: string, args: McpApiArgs, api: apigateway.API): void {
    new aws.apigateway.MethodSettings(
      `${name}-throttling`,
      {
        restApi: api.restAPI.id,
        stageName: api.stage.stageName,
        methodPath: "*/*",
        settings: {
          throttlingRateLimit: args.throttleRate,
          throttlingBurstLimit: args.throttleBurst,
        },
      },
      { parent: this },
    );
  }

  private createPlan(name: string, args: McpApiArgs, { restAPI, stage }: apigateway.API): void {
    const { apiKeys } = args.authorization;
    if (apiKeys === undefined) return;
    createUsagePlan(
      name,
      {
        name: args.name,
        keys: apiKeys.keys,
        restApiId: restAPI.id,
        stageName: stage.stageName,
        rate: args.apiKeyRate,
        burst: args.apiKeyBurst,
        quotaPerDay: args.apiKeyQuotaPerDay,
      },
      { parent: this },
    );
  }

  private createDomain(
    name: string,
    { domainName, allowedCidrs, ...args }: McpApiArgs,
    { restAPI, stage }: apigateway.API,
  ): McpApi["outputs"] {
    if (domainName === undefined) return {};
    const ipAddressType = ipAddressTypeFor(allowedCidrs);
    const domain = { ...args, domainName, ipAddressType };
    const place = { restApiId: restAPI.id, stageName: stage.stageName };
    const { target } = createCustomDomain(name, { ...domain, ...place }, { parent: this });
    return { domainTarget: target };
  }

  private createFirewall(name: string, args: McpApiArgs, { stage }: apigateway.API): void {
    const { throttleRate, allowedOrigins } = args;
    const headers = corsHeaders(allowedOrigins);
    const acl = { name: args.name, stageArn: stage.arn, throttleRate, headers };
    createWebAcl(name, acl, { parent: this });
  }

  private warnOfOpenEndpoint(): void {
    void pulumi.log.warn(
      "The endpoint is open: anyone who knows its URL can call the tools (auth: none). To let in who signs in with an issuer of yours: pulumi config set auth jwt; who has a key: pulumi config set auth apiKey; who signs with AWS credentials: pulumi config set auth iam",
      this,
    );
  }
}

interface Invocation {
  readonly target: aws.lambda.Alias;
  readonly sourceArn: pulumi.Output<string>;
}
