/** Rules of who may pass: each path of the API has the access control that `auth` says, and no other. */
import {
  gatewayHeaders,
  gatewayResponseTypes,
  type McpApi,
  mcpApis,
  type Operation,
} from "../api-document";
import { FUNCTION, label, ofType, REST_API, type Rule, text, values } from "../resource";

/** As a person names it: "ANY /mcp". */
function named({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path}`;
}

/** A rule of each API that serves /mcp, in the parts of `problems`. */
function perApi(problems: (api: McpApi) => readonly string[]): Rule["problems"] {
  return (resources) =>
    mcpApis(resources).flatMap((api) =>
      problems(api).map((problem) => `${label(api.resource)}: ${problem}`),
    );
}

const MODES = ["none", "iam", "apiKey", "jwt"];

export const mcpAsAuthSays: Rule = {
  name: "access-mcp-as-auth-says",
  description:
    "Who may POST to /mcp is what the function's variable AUTH says; with jwt any method asks.",
  protects: true,
  decidedBy: REST_API,
  problems: perApi(({ operations, auth, authorizerFunction }) => {
    if (!MODES.includes(auth))
      return [`AUTH of the function is "${auth}", which is no mode: ${MODES.join(", ")}`];
    const guarded = operations.filter(
      ({ path, method }) =>
        path === "/mcp" && (method === "post" || (auth === "jwt" && method !== "options")),
    );
    if (!guarded.some(({ method }) => method === "post")) {
      return ["POST /mcp is missing: without it, what asks for nothing may answer in its place"];
    }
    const problems = guarded
      .filter(({ security }) => security !== auth)
      .map(
        (operation) =>
          `${named(operation)} asks for "${operation.security}", and the function trusts "${auth}": give the operation that security`,
      );
    const hasAny = guarded.some(({ method }) => method === "any");
    if (auth !== "jwt") return problems;
    return [
      ...problems,
      ...(hasAny
        ? []
        : ["ANY /mcp is missing: clients that begin with GET learn from its 401 how to sign in"]),
      ...(authorizerFunction === undefined
        ? ["the authorizer is no function of this stack: name its invoke ARN in authorizerUri"]
        : []),
    ];
  }),
};

export const oneWayIn: Rule = {
  name: "access-one-way-in",
  description: "POST /mcp and its preflight are the only ways to a function.",
  protects: true,
  decidedBy: REST_API,
  problems: (resources) =>
    mcpApis(resources).flatMap(({ resource, operations, authorizerFunction }) => {
      const other = operations.filter(
        ({ path, method, invokes }) =>
          invokes !== undefined && !(path === "/mcp" && ["post", "options"].includes(method)),
      );
      const invoked = [
        ...operations.map(({ invokes }) => invokes),
        authorizerFunction?.inputs["name"],
      ];
      const urls = ofType(resources, "aws:lambda/functionUrl:FunctionUrl").filter(({ inputs }) =>
        invoked.includes(text(inputs["functionName"])),
      );
      return [
        ...other.map(
          (operation) =>
            `${label(resource)}: ${named(operation)} invokes a function: answer it by a mock`,
        ),
        ...urls.map(
          (url) =>
            `${label(url)} leads past the API to "${text(url.inputs["functionName"])}": remove it`,
        ),
      ];
    }),
};

export const openToAll: Rule = {
  name: "access-open-to-all",
  description: "Preflights and what clients read before they sign in ask for nothing.",
  protects: false,
  problems: perApi(({ operations }) =>
    operations
      .filter(({ path, method }) => method === "options" || path.startsWith("/.well-known/"))
      .filter(({ security }) => security !== "none")
      .map(
        (operation) =>
          `${named(operation)} asks for "${operation.security}", which nobody can bring: take its security away`,
      ),
  ),
};

/** Clients of these two look for the server of an issuer; this is none. */
const OF_ISSUERS = /oauth-authorization-server|openid-configuration/;

/** Once anything looks like OAuth, clients leave out the key that they were given. */
export const nothingLooksLikeOAuth: Rule = {
  name: "access-nothing-looks-like-oauth",
  description: "Only with jwt is there a challenge or metadata; of an issuer there never is.",
  protects: false,
  decidedBy: REST_API,
  problems: perApi((api) => {
    const { auth, operations } = api;
    const issuers = operations
      .filter(({ path }) => OF_ISSUERS.test(path))
      .map(({ path }) => `${path} is an issuer's: remove it`);
    if (auth === "jwt") return issuers;
    const reason = `with auth ${auth} clients would try to sign in`;
    const metadata = operations
      .filter(({ path }) => path.includes("oauth-protected-resource"))
      .map((operation) => `${named(operation)} is metadata, and ${reason}: remove it`);
    const challenges = gatewayResponseTypes(api)
      .filter((type) => gatewayHeaders(api, type)["www-authenticate"] !== undefined)
      .map((type) => `${type} has WWW-Authenticate, and ${reason}: remove the header`);
    const ofMocks = operations
      .filter(hasChallenge)
      .map(
        (operation) => `${named(operation)} has WWW-Authenticate, and ${reason}: remove the header`,
      );
    return [...issuers, ...metadata, ...challenges, ...ofMocks];
  }),
};

function hasChallenge({ integration }: Operation): boolean {
  return Object.values(values(integration["responses"])).some((answer) =>
    Object.keys(values(values(answer)["responseParameters"])).some((name) =>
      name.toLowerCase().endsWith(".www-authenticate"),
    ),
  );
}

export const keysOpen: Rule = {
  name: "access-keys-open",
  description:
    "With apiKey each key is in a usage plan of the stage, and the function knows its name.",
  protects: false,
  problems: (resources) => {
    const keys = ofType(resources, "aws:apigateway/apiKey:ApiKey");
    return mcpApis(resources)
      .filter(({ auth }) => auth === "apiKey")
      .flatMap(({ resource: api }) => {
        const id = text(api.outputs["id"]);
        const plans = ofType(resources, "aws:apigateway/usagePlan:UsagePlan").filter(({ inputs }) =>
          JSON.stringify(inputs["apiStages"] ?? []).includes(`"${id}"`),
        );
        const inPlan = ofType(resources, "aws:apigateway/usagePlanKey:UsagePlanKey")
          .filter(({ inputs }) =>
            plans.some(({ outputs }) => outputs["id"] === inputs["usagePlanId"]),
          )
          .map(({ inputs }) => inputs["keyId"]);
        const known = ofType(resources, FUNCTION)
          .map(({ inputs }) =>
            text(values(values(inputs["environment"])["variables"])["API_KEY_NAMES"]),
          )
          .join();
        return [
          ...(keys.length === 0
            ? [`${label(api)} asks for keys, and there are none: declare one`]
            : []),
          ...keys.flatMap((key) => [
            ...(inPlan.includes(key.outputs["id"])
              ? []
              : [
                  `${label(key)} is in no usage plan of ${label(api)} and opens nothing: add a UsagePlanKey`,
                ]),
            ...(known.includes(`"${text(key.outputs["id"])}"`)
              ? []
              : [`${label(key)} has no name in the function's API_KEY_NAMES: add it`]),
          ]),
        ];
      });
  },
};
