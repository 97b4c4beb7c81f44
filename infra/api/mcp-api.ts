/**
 * The REST API in front of the function: POST /mcp goes to it, everything else is answered by API
 * Gateway itself (405, 404), at no cost of the function. Every answer is JSON.
 */
import * as aws from "@pulumi/aws";
import * as apigateway from "@pulumi/awsx/classic/apigateway";
import * as pulumi from "@pulumi/pulumi";
import { accessLogs } from "./access-logs";
import { gatewayResponses, mockRoute } from "./gateway-responses";
import type { AllSettings } from "../settings";

export interface McpApiArgs extends Pick<
  AllSettings,
  | "name"
  | "apiName"
  | "stage"
  | "auth"
  | "allowedOrigins"
  | "throttleRate"
  | "throttleBurst"
  | "xray"
  | "accessLogs"
  | "logRetentionDays"
> {
  /** Receives what is posted to /mcp. */
  readonly target: aws.lambda.Alias;
}

export class McpApi extends pulumi.ComponentResource {
  /** URL that MCP clients connect to. */
  readonly endpoint: pulumi.Output<string>;
  readonly apiId: pulumi.Output<string>;

  constructor(name: string, args: McpApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mcp:infra:McpApi", name, {}, opts);
    const api = this.createApi(name, args);
    for (const method of methodsOf(args)) this.permitInvocation(name, { ...args, api, method });
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
        routes: [
          ...methodsOf(args).map((method) => ({
            path: "/mcp",
            method,
            data: functionRoute(args, method),
          })),
          {
            path: "/mcp",
            method: "ANY",
            data: mockRoute({
              status: 405,
              headers: { Allow: "POST" },
              message:
                "Method not allowed: send MCP messages with POST. This server speaks Streamable HTTP without sessions or a GET stream; a client that knows only the older HTTP+SSE transport cannot use it.",
            }),
          },
          { path: "/", method: "ANY", data: notFound(args.stage) },
          { path: "/{proxy+}", method: "ANY", data: notFound(args.stage) },
        ],
        gatewayResponses: gatewayResponses(),
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

  private permitInvocation(
    name: string,
    { target, stage, api, method }: McpApiArgs & { readonly api: apigateway.API; method: Method },
  ): void {
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

type Method = "POST" | "OPTIONS";

/** A browser's preflight carries no signature, and only the function knows the origins. */
function methodsOf({ allowedOrigins }: McpApiArgs): readonly Method[] {
  return allowedOrigins.length > 0 ? ["POST", "OPTIONS"] : ["POST"];
}

/** Raw, since awsx's own route names the unqualified function and lets any stage call it. */
function functionRoute({ auth, target }: McpApiArgs, method: Method): object {
  return {
    ...(auth === "iam" && method === "POST" && { "x-amazon-apigateway-auth": { type: "AWS_IAM" } }),
    "x-amazon-apigateway-integration": {
      type: "aws_proxy",
      httpMethod: "POST",
      uri: target.invokeArn,
      passthroughBehavior: "when_no_match",
      timeoutInMillis: 29_000,
    },
  };
}

function notFound(stage: string): object {
  return mockRoute({ status: 404, message: `Not found: the MCP endpoint is POST /${stage}/mcp.` });
}
