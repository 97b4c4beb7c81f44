/**
 * The REST API in front of the function: POST /mcp goes to it, everything else is answered by API
 * Gateway itself (405, 404), at no cost of the function. Every answer is JSON.
 */
import * as aws from "@pulumi/aws";
import * as apigateway from "@pulumi/awsx/classic/apigateway";
import * as pulumi from "@pulumi/pulumi";
import { accessLogs } from "./access-logs";
import { gatewayResponses } from "./gateway-responses";
import { functionMethods, type RouteArgs, routesOf } from "./routes";
import type { AllSettings } from "../settings";

export type McpApiArgs = RouteArgs &
  Pick<
    AllSettings,
    | "name"
    | "apiName"
    | "throttleRate"
    | "throttleBurst"
    | "xray"
    | "accessLogs"
    | "logRetentionDays"
  >;

type InvocationArgs = McpApiArgs & { readonly api: apigateway.API; readonly method: string };

export class McpApi extends pulumi.ComponentResource {
  /** URL that MCP clients connect to. */
  readonly endpoint: pulumi.Output<string>;
  readonly apiId: pulumi.Output<string>;

  constructor(name: string, args: McpApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mcp:infra:McpApi", name, {}, opts);
    const api = this.createApi(name, args);
    for (const method of functionMethods(args)) {
      this.permitInvocation(name, { ...args, api, method });
    }
    this.throttle(name, args, api);
    if (args.auth === "none") this.warnOfOpenEndpoint();
    this.endpoint = pulumi.interpolate`${api.url}mcp`;
    this.apiId = api.restAPI.id;
    this.registerOutputs();
  }

  /** Its logical name is fixed: a new apiName renames the API and leaves its URL as it is. */
  private createApi(name: string, args: McpApiArgs): apigateway.API {
    const child = { parent: this };
    return new apigateway.API(
      "MCPApi",
      {
        stageName: args.stage,
        routes: routesOf(args),
        gatewayResponses: gatewayResponses(args),
        restApiArgs: {
          name: args.apiName,
          description: "MCP server",
          endpointConfiguration: { types: "REGIONAL" },
        },
        stageArgs: {
          xrayTracingEnabled: args.xray,
          ...(args.accessLogs && { accessLogSettings: accessLogs(name, args, child) }),
        },
      },
      child,
    );
  }

  private permitInvocation(name: string, { target, stage, api, method }: InvocationArgs): void {
    new aws.lambda.Permission(
      `${name}-invoke-${method.toLowerCase()}`,
      {
        function: target.functionName,
        qualifier: target.name,
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        sourceArn: pulumi.interpolate`${api.restAPI.executionArn}/${stage}/${method}/mcp`,
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

  private warnOfOpenEndpoint(): void {
    void pulumi.log.warn(
      "The endpoint is open: anyone who knows its URL can call the tools (auth: none). To demand AWS signatures: pulumi config set auth iam",
      this,
    );
  }
}
