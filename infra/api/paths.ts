/**
 * Paths of the REST API: POST /mcp goes to the function, everything else is answered by API Gateway
 * itself: what a client needs to sign in, 405 and 404.
 */
import type { AllSettings } from "../settings";
import { corsHeaders, preflightHeaders } from "./cors-headers";
import { functionIntegration, type IntegrationArgs } from "./function-integration";
import { type MockAnswer, mockOperation } from "./mock-operation";
import {
  metadata,
  METADATA_PATHS,
  type ProtectedResource,
} from "../authorization/protected-resource";
import { securityOf } from "./security";

export interface PathsArgs
  extends IntegrationArgs, Pick<AllSettings, "auth" | "stage" | "allowedOrigins"> {
  /** URL that clients connect to, where it is known before the API is made. */
  readonly url: string | undefined;
  /** What is told to clients that sign in; with auth: jwt alone. */
  readonly protectedResource: ProtectedResource | undefined;
}

type Method = "POST" | "OPTIONS";
type Paths = Readonly<Record<string, Readonly<Record<string, object>>>>;

const ANY = "x-amazon-apigateway-any-method";
const NOT_ALLOWED =
  "Method not allowed: send MCP messages with POST. This server speaks Streamable HTTP without sessions or a GET stream; a client that knows only the older HTTP+SSE transport cannot use it.";

export function paths(args: PathsArgs): Paths {
  const { allowedOrigins, protectedResource } = args;
  const mock = ({ headers, ...answer }: MockAnswer): object =>
    mockOperation({ ...answer, headers: { ...headers, ...corsHeaders(allowedOrigins) } });
  const methods = functionMethods(args).map((method) => [
    method.toLowerCase(),
    functionOperation(args, method),
  ]);
  const notAllowed = mock({ status: 405, headers: { Allow: "POST" }, message: NOT_ALLOWED });
  const notFound = mock({ status: 404, message: `Not found: ${mcpEndpoint(args)}` });
  const elsewhere = { ...preflight(allowedOrigins), [ANY]: notFound };
  return {
    "/mcp": {
      ...(Object.fromEntries(methods) as Readonly<Record<string, object>>),
      // Not without a token: clients that try GET first learn from its 401 how to sign in.
      [ANY]: { ...notAllowed, ...(args.auth === "jwt" && securityOf(args)) },
    },
    ...(protectedResource !== undefined && metadataPaths(protectedResource)),
    "/": elsewhere,
    "/{proxy+}": elsewhere,
  };
}

/** How texts name it. */
export function mcpEndpoint({ stage, url }: Pick<PathsArgs, "stage" | "url">): string {
  return `the MCP endpoint is POST ${url ?? `/${stage}/mcp`}.`;
}

/** A browser's preflight carries no credentials, and only the function knows all origins. */
export function functionMethods({
  allowedOrigins,
}: Pick<PathsArgs, "allowedOrigins">): readonly Method[] {
  return allowedOrigins.length > 0 ? ["POST", "OPTIONS"] : ["POST"];
}

/** Without it a page that posts JSON to a wrong path sees a network error in place of the 404. */
function preflight(origins: readonly string[]): Readonly<Record<string, object>> {
  if (origins.length === 0) return {};
  return { options: mockOperation({ status: 204, headers: preflightHeaders(origins) }) };
}

/** For everybody, web pages included: https://www.rfc-editor.org/rfc/rfc9728#section-3 */
function metadataPaths(resource: ProtectedResource): Paths {
  if (resource.url === undefined) return {};
  const anyOrigin = { "Access-Control-Allow-Origin": "*" };
  const operations = {
    get: mockOperation({
      status: 200,
      json: metadata(resource),
      headers: { ...anyOrigin, "Cache-Control": "max-age=300" },
    }),
    options: mockOperation({
      status: 204,
      headers: {
        ...anyOrigin,
        "Access-Control-Allow-Methods": "GET",
        "Access-Control-Allow-Headers": "*, Authorization",
        "Access-Control-Max-Age": "7200",
      },
    }),
  };
  return Object.fromEntries(METADATA_PATHS.map((path) => [path, operations]));
}

function functionOperation(args: PathsArgs, method: Method): object {
  return {
    ...(method === "POST" && securityOf(args)),
    "x-amazon-apigateway-integration": functionIntegration(args),
  };
}
