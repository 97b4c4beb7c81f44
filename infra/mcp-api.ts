/**
 * The REST API in front of the function: POST /mcp goes to it, everything else is answered by API
 * Gateway itself (405, 404), at no cost of the function. Every answer is JSON.
 */
import * as aws from "@pulumi/aws";
import * as apigateway from "@pulumi/awsx/classic/apigateway";
import * as pulumi from "@pulumi/pulumi";
import { accessLogs } from "./access-logs";
import { gatewayResponses, mockRoute } from "./gateway-answers";
import type { Settings } from "./settings";

export interface McpApiArgs extends Pick<
  Settings,
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
    const child = { parent: this };
    // A browser's preflight carries no signature, and only the function knows the origins.
    const methods =
      args.allowedOrigins.length > 0 ? (["POST", "OPTIONS"] as const) : (["POST"] as const);

    // A fixed logical name: a new apiName renames the API and leaves its URL as it is.
    const api = new apigateway.API(
      "MCPApi",
      {
        stageName: args.stage,
        routes: [
          ...methods.map((method) => ({
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
    for (const method of methods) {
      new aws.lambda.Permission(
        `${name}-invoke-${method.toLowerCase()}`,
        {
          function: args.target.functionName,
          qualifier: args.target.name,
          action: "lambda:InvokeFunction",
          principal: "apigateway.amazonaws.com",
          sourceArn: pulumi.interpolate`${api.restAPI.executionArn}/${args.stage}/${method}/mcp`,
        },
        child,
      );
    }
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
      child,
    );
    this.endpoint = pulumi.interpolate`${api.url}mcp`;
    this.apiId = api.restAPI.id;
    if (args.auth === "none") {
      void pulumi.log.warn(
        "The endpoint is open: anyone who knows its URL can call the tools (auth: none). To demand AWS signatures: pulumi config set auth iam",
        this,
      );
    }
    this.registerOutputs();
  }
}

/** Raw, since awsx's own route names the unqualified function and lets any stage call it. */
function functionRoute({ auth, target }: McpApiArgs, method: "POST" | "OPTIONS"): object {
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
