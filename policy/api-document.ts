/** Reads the document of a REST API (Swagger 2.0): its operations, and who may pass to each. */
import {
  FUNCTION,
  items,
  ofType,
  parsed,
  type Resource,
  REST_API,
  text,
  type Values,
  values,
  variablesOf,
} from "./resource";

/** A REST API that serves /mcp, or invokes a function that has been told who may call. */
export interface McpApi {
  readonly resource: Resource;
  readonly body: Values;
  readonly operations: readonly Operation[];
  /** What the function has been told of who may call. */
  readonly auth: string;
  /** The authorizer's part of the document; undefined without one. */
  readonly authorizer: Values | undefined;
  /** The function that is the authorizer. */
  readonly authorizerFunction: Resource | undefined;
}

export interface Operation {
  readonly path: string;
  /** Lower case; "any" for whatever has no operation of its own. */
  readonly method: string;
  readonly integration: Values;
  /** Who may pass: "none", "iam", "apiKey", "jwt", or the name of what is not defined. */
  readonly security: string;
  /** Name of the function that is invoked; undefined where none is. */
  readonly invokes: string | undefined;
}

const ANY = "x-amazon-apigateway-any-method";
const METHODS = new Set(["get", "put", "post", "delete", "options", "head", "patch", ANY]);

export function mcpApis(resources: readonly Resource[]): readonly McpApi[] {
  return ofType(resources, REST_API).flatMap((resource) => {
    const body = parsed(resource.inputs["body"]);
    const operations = operationsOf(body);
    const named = (name: string | undefined): Resource | undefined =>
      ofType(resources, FUNCTION).find(({ inputs }) => inputs["name"] === name);
    const modes = operations.flatMap(
      ({ invokes }) => text(variablesOf(named(invokes))["AUTH"]) || [],
    );
    if (modes.length === 0 && !operations.some(({ path }) => path === "/mcp")) return [];
    const authorizer = authorizerOf(body);
    return {
      resource,
      body,
      operations,
      auth: modes[0] ?? "none",
      authorizer,
      authorizerFunction: authorizer && named(functionIn(authorizer["authorizerUri"])),
    };
  });
}

function operationsOf(body: Values): readonly Operation[] {
  return Object.entries(values(body["paths"])).flatMap(([path, methods]) =>
    Object.entries(values(methods))
      .filter(([method]) => METHODS.has(method))
      .map(([method, operation]) => operationOf(body, values(operation), { path, method })),
  );
}

function operationOf(
  body: Values,
  operation: Values,
  { path, method }: Pick<Operation, "path" | "method">,
): Operation {
  const integration = values(operation["x-amazon-apigateway-integration"]);
  const isLambda = text(integration["type"]).toLowerCase().startsWith("aws");
  return {
    path,
    method: method === ANY ? "any" : method,
    integration,
    security: securityOf(body, operation),
    invokes: isLambda ? (functionIn(integration["uri"]) ?? "") : undefined,
  };
}

function securityOf(body: Values, operation: Values): string {
  const signed = values(operation["x-amazon-apigateway-auth"])["type"];
  if (signed === "AWS_IAM") return "iam";
  // An empty item lets everybody pass, whatever stands beside it.
  const names = items(operation["security"] ?? body["security"]).map((each) =>
    Object.keys(values(each)),
  );
  if (names.length === 0 || names.some((each) => each.length === 0)) return "none";
  const definitions = values(body["securityDefinitions"]);
  return names
    .flat()
    .map((name) => kindOf(values(definitions[name])) ?? `undefined "${name}"`)
    .join(" and ");
}

function kindOf(definition: Values): string | undefined {
  if (definition["x-amazon-apigateway-authorizer"] !== undefined) return "jwt";
  const isKey = text(definition["name"]).toLowerCase() === "x-api-key";
  return isKey && definition["in"] === "header" ? "apiKey" : undefined;
}

function authorizerOf(body: Values): Values | undefined {
  const authorizers = Object.values(values(body["securityDefinitions"])).map(
    (definition) => values(definition)["x-amazon-apigateway-authorizer"],
  );
  const [first] = authorizers.filter((authorizer) => authorizer !== undefined);
  return first === undefined ? undefined : values(first);
}

/** Name of the function in an invocation's URI or an ARN. */
export function functionIn(uri: unknown): string | undefined {
  return /:function:([\w-]+)/.exec(text(uri))?.[1];
}

/** The constant that a mock answers with; undefined for what is no mock, or has no body. */
export function mockBody({ integration }: Operation): string | undefined {
  if (text(integration["type"]).toLowerCase() !== "mock") return undefined;
  const { default: answer } = values(integration["responses"]);
  const template = values(values(answer)["responseTemplates"])["application/json"];
  return typeof template === "string" ? template : undefined;
}

/** Headers of a gateway response, in lower case, without the quotes of constants. */
export function gatewayHeaders({ body }: McpApi, type: string): Values {
  const response = values(values(body["x-amazon-apigateway-gateway-responses"])[type]);
  const entries = Object.entries(values(response["responseParameters"])).map(([name, value]) => [
    name.replace("gatewayresponse.header.", "").toLowerCase(),
    text(value).replace(/^'(.*)'$/s, "$1"),
  ]);
  return Object.fromEntries(entries) as Values;
}

export function gatewayResponseTypes({ body }: McpApi): readonly string[] {
  return Object.keys(values(body["x-amazon-apigateway-gateway-responses"]));
}
