/** Rules of auth jwt: the authorizer, and what clients that sign in are told. */
import { gatewayHeaders, type McpApi, mcpApis, mockBody } from "../api-document";
import {
  items,
  label,
  ofType,
  parsed,
  type Resource,
  REST_API,
  type Rule,
  text,
  type Values,
  variablesOf,
} from "../resource";

const WELL_KNOWN = "/.well-known/oauth-protected-resource";
const PATHS = [`${WELL_KNOWN}/mcp`, WELL_KNOWN];

function tokenApis(resources: readonly Resource[]): readonly McpApi[] {
  return mcpApis(resources).filter(({ auth }) => auth === "jwt");
}

function perTokenApi(
  problems: (api: McpApi, resources: readonly Resource[]) => readonly string[],
): Rule["problems"] {
  return (resources) =>
    tokenApis(resources).flatMap((api) =>
      problems(api, resources).map((problem) => `${label(api.resource)}: ${problem}`),
    );
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html */
export const authorizerKeyedByToken: Rule = {
  name: "sign-in-authorizer-keyed-by-token",
  description:
    "What the authorizer says is kept for the token alone, and while it is kept says nothing of single tools.",
  protects: true,
  decidedBy: REST_API,
  problems: perTokenApi(({ authorizer = {}, authorizerFunction }) => {
    const source = text(authorizer["identitySource"]);
    const seconds = authorizer["authorizerResultTtlInSeconds"];
    const hasToolScopes = "TOOL_SCOPES" in variablesOf(authorizerFunction);
    return [
      ...(authorizer["type"] === "request"
        ? []
        : [
            `the authorizer is of type "${text(authorizer["type"])}": it is a "request" authorizer`,
          ]),
      ...(source === "method.request.header.Authorization"
        ? []
        : [
            `the authorizer's identity source is "${source}": name method.request.header.Authorization alone, as requests without another one would all be 401`,
          ]),
      ...(typeof seconds === "number" && seconds >= 0 && seconds <= 3_600
        ? []
        : ["authorizerResultTtlInSeconds is not said: give a number of 0 to 3600"]),
      ...(hasToolScopes && seconds !== 0
        ? [
            "the authorizer has TOOL_SCOPES, and its answer is kept: a refusal of one tool would be one of all. Take the variable away, or keep answers for 0 s",
          ]
        : []),
    ];
  }),
};

export const tokensBound: Rule = {
  name: "sign-in-tokens-bound",
  description:
    "Tokens are of one issuer over https, and for this server or a client that is named.",
  protects: true,
  decidedBy: REST_API,
  problems: perTokenApi(({ authorizerFunction }) => {
    if (authorizerFunction === undefined) return [];
    const variables = variablesOf(authorizerFunction);
    const named = ["JWT_AUDIENCE", "JWT_CLIENTS"].flatMap((key) => listIn(variables[key]));
    const isFor = named.length > 0 || text(variables["JWT_RESOURCE"]) !== "";
    const audiences = listIn(variables["JWT_AUDIENCE"]).map(text);
    const scopes = listIn(variables["JWT_SCOPES"]);
    const urls = ["JWT_ISSUER", "JWT_JWKS_URI"].filter(
      (key) => key === "JWT_ISSUER" || key in variables,
    );
    return [
      ...urls
        .filter((key) => !isHttps(text(variables[key])))
        .map((key) => `${key} of the authorizer is "${text(variables[key])}": give an https URL`),
      ...(isFor
        ? []
        : [
            "the authorizer takes tokens for anything: name JWT_AUDIENCE, JWT_CLIENTS or JWT_RESOURCE",
          ]),
      ...(audiences.every((audience) => URL.canParse(audience)) || scopes.length > 0
        ? []
        : ["an audience is no URL, so ID tokens may have it: name JWT_SCOPES"]),
    ];
  }),
};

function listIn(json: unknown): readonly unknown[] {
  const list: unknown = parsed(json);
  return Array.isArray(list) ? list : [];
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === "https:";
}

/** https://www.rfc-editor.org/rfc/rfc6750#section-3 */
export const challenges: Rule = {
  name: "sign-in-challenges",
  description: "401 and 403 tell clients what to ask for, 403 also that a scope is lacking.",
  protects: false,
  decidedBy: REST_API,
  problems: perTokenApi((api) =>
    ["UNAUTHORIZED", "ACCESS_DENIED"].flatMap((type) => {
      const header = challengeOf(api, type);
      if (!/^Bearer( |$)/.test(header))
        return [`${type} has no challenge: give it WWW-Authenticate: Bearer ...`];
      const { error } = parameters(header);
      const wanted = type === "UNAUTHORIZED" ? undefined : "insufficient_scope";
      return error === wanted
        ? []
        : [
            `the challenge of ${type} has the error ${String(error)}, and clients look for ${String(wanted)}`,
          ];
    }),
  ),
};

function challengeOf(api: McpApi, type: string): string {
  return text(gatewayHeaders(api, type)["www-authenticate"]);
}

/** name="value" pairs of a challenge. */
function parameters(header: string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    [...header.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

/** https://www.rfc-editor.org/rfc/rfc9728#section-3 */
export const metadataFound: Rule = {
  name: "sign-in-metadata-found",
  description:
    "The challenge leads over https to metadata that the API serves, of the resource that clients connect to.",
  protects: true,
  decidedBy: REST_API,
  problems: perTokenApi((api, resources) => {
    const told = [
      ...new Set(
        ["UNAUTHORIZED", "ACCESS_DENIED"].map(
          (type) => parameters(challengeOf(api, type))["resource_metadata"],
        ),
      ),
    ];
    const served = PATHS.map((path) =>
      api.operations.find((each) => each.path === path && each.method === "get"),
    );
    const isServed = served.some((operation) => operation !== undefined);
    // Neither: nobody has said the server's URL.
    if (!isServed && told.every((url) => url === undefined)) return [];
    const [url = "", ...others] = told;
    if (others.length > 0)
      return ["UNAUTHORIZED and ACCESS_DENIED lead to different metadata: name one URL"];
    if (!isHttps(url)) return [`resource_metadata is "${url}": give an absolute https URL`];
    return [
      ...served.flatMap((operation, index) => {
        const document = operation && mockBody(operation);
        return document === undefined
          ? [`GET ${PATHS[index] ?? ""} does not answer with metadata: make it a mock`]
          : metadataProblems(parsed(document), { url, api });
      }),
      ...hostProblems(url, resources),
    ];
  }),
};

function metadataProblems(
  metadata: Values,
  { url, api }: { readonly url: string; readonly api: McpApi },
): readonly string[] {
  const resource = text(metadata["resource"]);
  const { JWT_ISSUER, JWT_RESOURCE } = variablesOf(api.authorizerFunction);
  const issuer = text(JWT_ISSUER);
  const servers = items(metadata["authorization_servers"]);
  return [
    // As /mcp and the metadata are paths of one API, what is before them is the same.
    ...(resource.endsWith("/mcp") && url === resource.replace(/\/mcp$/, PATHS[0] ?? "")
      ? []
      : [
          `the metadata is of "${resource}", and the challenge leads to ${url}: they are of one URL`,
        ]),
    ...(JWT_RESOURCE === undefined || JWT_RESOURCE === resource
      ? []
      : [
          `the metadata is of "${resource}", and tokens are taken for "${text(JWT_RESOURCE)}": they are of one URL`,
        ]),
    ...(servers.length === 1 && servers[0] === issuer
      ? []
      : [
          `the metadata sends clients to ${servers.map(text).join(", ")}, and tokens are taken of ${issuer}: name that issuer alone`,
        ]),
    ...(items(metadata["scopes_supported"]).includes("offline_access")
      ? ["the metadata names offline_access, which is the issuer's to give: leave it out"]
      : []),
  ];
}

function hostProblems(url: string, resources: readonly Resource[]): readonly string[] {
  const domains = ofType(resources, "aws:apigateway/domainName:DomainName").map(({ inputs }) =>
    text(inputs["domainName"]),
  );
  const { host, pathname } = new URL(url);
  if (domains.length === 0) return [];
  return domains.includes(host) && pathname === PATHS[0]
    ? []
    : [
        `the metadata is at ${url}, and the server at ${domains.join(", ")}: it is at the root of that host`,
      ];
}
