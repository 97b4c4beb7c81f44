/** What the authorizer demands of tokens, from its environment variables. */

export interface AuthorizerSettings {
  /** Exactly the `iss` of tokens. */
  readonly issuer: string;
  /** A token's `aud` has one of these; empty where none is given. */
  readonly audience: readonly string[];
  /** Ids of the clients whose tokens are taken; empty for any. */
  readonly clients: readonly string[];
  /** URL of the MCP endpoint: the audience where the setting names none. */
  readonly resource: string | undefined;
  /** Scopes that each call needs, all of them. */
  readonly scopes: readonly string[];
  /** Claims in which tokens have their scopes. */
  readonly scopeClaims: readonly string[];
  /** Claims that tools get. */
  readonly claims: readonly string[];
  /** URL of the keys; undefined: the issuer's metadata has it. */
  readonly jwksUri: string | undefined;
  /** Scopes that a call of a tool needs besides, by tool. */
  readonly toolScopes: ReadonlyMap<string, readonly string[]>;
}

type Variables = Readonly<Record<string, string | undefined>>;

const DEFAULT_SCOPE_CLAIMS = ["scope", "scp"];

/** @throws Error that names the variable. */
export function readAuthorizerSettings(variables: Variables): AuthorizerSettings {
  const { JWT_ISSUER: issuer = "", JWT_JWKS_URI, JWT_RESOURCE } = variables;
  if (issuer === "")
    throw new Error("JWT_ISSUER is missing: the `iss` of the tokens that are taken");
  const audience = readList(variables, "JWT_AUDIENCE") ?? [];
  const clients = readList(variables, "JWT_CLIENTS") ?? [];
  const resource = given(JWT_RESOURCE);
  if (audience.length + clients.length === 0 && resource === undefined) {
    throw new Error(
      "JWT_AUDIENCE and JWT_CLIENTS are empty: any token of the issuer would be taken. Name the audience.",
    );
  }
  return {
    issuer,
    audience,
    clients,
    resource,
    scopes: readList(variables, "JWT_SCOPES") ?? [],
    scopeClaims: readList(variables, "JWT_SCOPE_CLAIMS") ?? DEFAULT_SCOPE_CLAIMS,
    claims: readList(variables, "JWT_CLAIMS") ?? [],
    jwksUri: given(JWT_JWKS_URI),
    toolScopes: readToolScopes(variables),
  };
}

function given(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

function readList(variables: Variables, name: string): readonly string[] | undefined {
  const value = parse(variables, name);
  if (value === undefined) return undefined;
  if (isTextList(value)) return value;
  throw new Error(`${name} is not a JSON list of texts`);
}

/** `{"<scope>": ["<tool>", ...]}`, turned round. */
function readToolScopes(variables: Variables): ReadonlyMap<string, readonly string[]> {
  const byTool = new Map<string, string[]>();
  const value = parse(variables, "TOOL_SCOPES") ?? {};
  for (const [scope, tools] of Object.entries(value)) {
    if (!isTextList(tools)) throw new Error(`TOOL_SCOPES has no list of tools for "${scope}"`);
    for (const tool of tools) byTool.set(tool, [...(byTool.get(tool) ?? []), scope]);
  }
  return byTool;
}

function parse(variables: Variables, name: string): object | undefined {
  const text = given(variables[name]);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Told below.
  }
  throw new Error(`${name} is not JSON of a list or an object`);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}
