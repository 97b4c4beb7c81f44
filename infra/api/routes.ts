/**
 * Routes of the REST API, in the words of its OpenAPI document: POST /mcp goes to the function,
 * everything else is answered by API Gateway itself (405, 404).
 */
import type * as aws from "@pulumi/aws";
import type { APIArgs } from "@pulumi/awsx/classic/apigateway";
import { corsHeaders, preflightHeaders } from "./cors-headers";
import { type MockAnswer, mockRoute } from "./mock-route";
import type { AllSettings } from "../settings";

export interface RouteArgs extends Pick<AllSettings, "auth" | "stage" | "allowedOrigins"> {
  /** Receives what is posted to /mcp. */
  readonly target: aws.lambda.Alias;
}

type Routes = NonNullable<APIArgs["routes"]>;
type Method = "POST" | "OPTIONS";

const NOT_ALLOWED =
  "Method not allowed: send MCP messages with POST. This server speaks Streamable HTTP without sessions or a GET stream; a client that knows only the older HTTP+SSE transport cannot use it.";

export function routesOf(args: RouteArgs): Routes {
  const { stage, allowedOrigins } = args;
  const mock = ({ headers, ...answer }: MockAnswer): object =>
    mockRoute({ ...answer, headers: { ...headers, ...corsHeaders(allowedOrigins) } });
  const notFound = mock({
    status: 404,
    message: `Not found: the MCP endpoint is POST /${stage}/mcp.`,
  });
  return [
    ...functionMethods(args).map((method) => ({
      path: "/mcp",
      method,
      data: functionRoute(args, method),
    })),
    {
      path: "/mcp",
      method: "ANY",
      data: mock({ status: 405, headers: { Allow: "POST" }, message: NOT_ALLOWED }),
    },
    ...["/", "/{proxy+}"].flatMap((path): Routes => [
      ...preflightRoutes(path, allowedOrigins),
      { path, method: "ANY", data: notFound },
    ]),
  ];
}

/** A browser's preflight carries no signature, and only the function knows all origins. */
export function functionMethods({ allowedOrigins }: RouteArgs): readonly Method[] {
  return allowedOrigins.length > 0 ? ["POST", "OPTIONS"] : ["POST"];
}

/** Without it a page that posts JSON to a wrong path sees a network error in place of the 404. */
function preflightRoutes(path: string, origins: readonly string[]): Routes {
  if (origins.length === 0) return [];
  const data = mockRoute({ status: 204, headers: preflightHeaders(origins) });
  return [{ path, method: "OPTIONS", data }];
}

/** Raw, since awsx's own route names the unqualified function and lets any stage call it. */
function functionRoute({ auth, target }: RouteArgs, method: Method): object {
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
