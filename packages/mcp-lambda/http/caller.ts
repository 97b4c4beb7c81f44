/**
 * Callers: who sends a request, as API Gateway has found out. Read from the event's requestContext
 * alone, which nobody outside can write, and as the mode demands, whatever else the event has. Who is
 * not known in this way is refused, never anonymous.
 */
import type { APIGatewayProxyEvent } from "aws-lambda";

/** Who calls; of a key its name, never its value, and of a token what was chosen of it. */
export type Caller =
  | { readonly kind: "anonymous" }
  | { readonly kind: "iam"; readonly arn: string; readonly accountId: string }
  | { readonly kind: "apiKey"; readonly id: string; readonly name: string }
  | {
      readonly kind: "jwt";
      /** Unique with its issuer only: data are stored under both. */
      readonly subject: string;
      readonly clientId?: string;
      readonly issuer: string;
      readonly scopes: readonly string[];
      readonly expiresAt: Date;
      /** Those of the setting jwtClaims. */
      readonly claims: Readonly<Record<string, unknown>>;
    };

/** Whom API Gateway does not name, as the mode demands, or whose token has expired: never served. */
export interface UnknownCaller {
  readonly kind: "unknown";
  readonly status: 401 | 403;
  readonly message: string;
}

export interface CallerRules {
  /** none, iam, apiKey or jwt; default: none. */
  readonly auth: string | undefined;
  /** JSON: names of API keys by their ids; another key is refused. */
  readonly apiKeyNames?: string | undefined;
  /** What a caller is told whose token is not valid, or not any more. */
  readonly unauthorizedMessage?: string | undefined;
}

export type CallerReader = (event: Partial<APIGatewayProxyEvent>) => Caller | UnknownCaller;

export const ANONYMOUS: Caller = Object.freeze({ kind: "anonymous" });

type Members = Readonly<Record<string, unknown>> | null | undefined;

/** What is read of a requestContext; anything may be in it. */
interface Context {
  readonly identity?: Members;
  readonly authorizer?: Members;
}

type Read = (context: Context) => Caller | undefined;

/** @throws Error when there is no such mode, or the names are not JSON. */
export function createCallerReader({ auth = "none", ...rules }: CallerRules): CallerReader {
  const { apiKeyNames = "{}", unauthorizedMessage = "A valid access token is needed." } = rules;
  const readers = new Map<string, Read>([
    ["none", () => ANONYMOUS],
    ["iam", readIam],
    ["apiKey", apiKeyReader(apiKeyNames)],
    ["jwt", readJwt],
  ]);
  const read = readers.get(auth);
  if (read === undefined) {
    throw new Error(`AUTH is "${auth}": use one of ${[...readers.keys()].join(", ")}`);
  }
  const reason = `API Gateway does not say who calls, which takes auth "${auth}": ask whoever runs this server.`;
  const unknown: UnknownCaller =
    auth === "jwt"
      ? { kind: "unknown", status: 401, message: unauthorizedMessage }
      : // A 401 would make clients look for a sign-in.
        { kind: "unknown", status: 403, message: reason };
  return ({ requestContext }) => read((requestContext ?? {}) as Context) ?? unknown;
}

function readIam({ identity }: Context): Caller | undefined {
  const { userArn: arn, accountId } = identity ?? {};
  if (!isText(arn) || !isText(accountId)) return undefined;
  return Object.freeze({ kind: "iam", arn, accountId });
}

function apiKeyReader(json: string): Read {
  const byId = parsed(json);
  if (byId === undefined) throw new Error("API_KEY_NAMES is not a JSON object of names by key ids");
  const names = new Map(Object.entries(byId));
  return ({ identity }) => {
    const id = identity?.["apiKeyId"];
    const name = isText(id) && names.get(id);
    return isText(id) && isText(name) ? Object.freeze({ kind: "apiKey", id, name }) : undefined;
  };
}

/** As long after its time as the authorizer takes a token: clocks differ. */
const LEEWAY_MS = 30_000;

/** API Gateway keeps the verdict on a token, also beyond the token's own time. */
function readJwt({ authorizer }: Context): Caller | undefined {
  const { sub: subject, clientId, issuer, scope, expiresAt, claims: json } = authorizer ?? {};
  const expiry = new Date(Number(expiresAt) * 1000);
  const isValid = expiry.getTime() + LEEWAY_MS > Date.now();
  const claims = isText(json) ? claimsIn(json) : undefined;
  if (!isValid || !isText(subject) || !isText(issuer) || claims === undefined) return undefined;
  const scopes = isText(scope) ? scopesIn(scope) : NO_SCOPES;
  return Object.freeze(
    isText(clientId)
      ? { kind: "jwt", subject, issuer, scopes, expiresAt: expiry, claims, clientId }
      : { kind: "jwt", subject, issuer, scopes, expiresAt: expiry, claims },
  );
}

const NO_SCOPES: readonly string[] = Object.freeze([]);

/** What is frozen throughout can be shared by all calls of those who have the same. */
const scopesIn = remembered((scope) => Object.freeze(scope.split(" ")));
const claimsIn = remembered(parsed);

/** The function, with its latest results kept: callers come again, with the same token. */
function remembered<Value>(read: (text: string) => Value): (text: string) => Value {
  const kept = new Map<string, Value>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const value = read(text);
    if (kept.size === MAX_KEPT) kept.clear();
    kept.set(text, value);
    return value;
  };
}

const MAX_KEPT = 50;

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** The object that a JSON text is, frozen throughout; undefined for another. */
function parsed(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(json) as unknown;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? frozen(value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A reviver of JSON.parse would take some microseconds of each call. */
function frozen<Value extends object>(value: Value): Value {
  for (const member of Object.values(value)) {
    if (typeof member === "object" && member !== null) frozen(member as object);
  }
  return Object.freeze(value);
}

/** The same for one tool: nothing keeps it from changing a Date. */
export function callerFor(caller: Caller): Caller {
  if (caller.kind !== "jwt") return caller;
  return Object.freeze({ ...caller, expiresAt: new Date(caller.expiresAt) });
}

/**
 * Who calls, as one text, for what a tool keeps: the same in each call, and nobody else's. Anonymous
 * callers cannot be told apart, and are one; of a role each session is another caller.
 */
export function callerId(caller: Caller): string {
  return identityOf(caller).join(" ");
}

/** What tells a caller from any other, also after a token was renewed. */
export function identityOf(caller: Caller): readonly string[] {
  switch (caller.kind) {
    case "anonymous":
      return [caller.kind];
    case "iam":
      return [caller.kind, caller.arn];
    case "apiKey":
      return [caller.kind, caller.id];
    case "jwt":
      return [caller.kind, caller.issuer, caller.subject];
  }
}
