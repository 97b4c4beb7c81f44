/** What the page and its server part say to each other about a call of the MCP endpoint. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** The body of what the server part refuses, with the reason in one line. */
export interface Refusal {
  readonly message: string;
}

/** As whom a call is made; what proves it is added here, and never reaches the browser. */
export type Credential =
  /** What stands for a signature: the local gateway only looks whether there is one. */
  | { readonly kind: "signature" }
  /** One of the program's API keys, by its name. */
  | { readonly kind: "key"; readonly name: string }
  /** An account of the local issuer; default of the scopes: all that there are. */
  | {
      readonly kind: "account";
      readonly name: string;
      readonly scopes?: readonly string[] | undefined;
    };

export interface Call {
  readonly era: "2025" | "2026";
  readonly method: string;
  readonly params: JsonObject;
  readonly credential?: Credential | undefined;
  /** The page asks it for itself: it is shown and counted nowhere; default: a person does. */
  readonly own?: boolean | undefined;
  /** Declares the extension for tasks (2026): what can run in the background does. */
  readonly tasks?: boolean | undefined;
}

/** What the endpoint wants of callers, and what there is here to give. */
export type CallAccess =
  | { readonly kind: "none" }
  | { readonly kind: "iam" }
  | { readonly kind: "apiKey"; readonly names: readonly string[] }
  | {
      readonly kind: "jwt";
      readonly issuer: string;
      readonly scopes: readonly string[];
      /** Who can sign in here; none where the issuer is not this machine's. */
      readonly accounts: readonly string[];
    };

export interface Relayed {
  readonly request: { readonly url: string; readonly headers: Headers; readonly body: string };
  readonly response: { readonly status: number; readonly headers: Headers; readonly body: string };
  readonly milliseconds: number;
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number;
}

/** A tool's page to show, and the origins that it declares to need, by the names of MCP Apps. */
export interface AppPage {
  readonly html: string;
  readonly csp: JsonObject;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The call that a body asks for, or what is wrong with it. */
export function readCall(body: string): Call | string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return "The body is not JSON.";
  }
  if (!isObject(value)) return "The body is not a JSON object.";
  const { era, method, params = {}, credential, own, tasks } = value;
  if (era !== "2025" && era !== "2026") return 'era must be "2025" or "2026".';
  if (typeof method !== "string" || !/^[\w/$-]{1,200}$/.test(method)) {
    return "method must be the name of an MCP method.";
  }
  if (!isObject(params)) return "params must be an object.";
  if (credential !== undefined && !isCredential(credential)) {
    return "credential must be a signature, a key with its name, or an account with its name.";
  }
  return { era, method, params, credential, own: own === true, tasks: tasks === true };
}

function isCredential(value: unknown): value is Credential {
  if (!isObject(value)) return false;
  const { kind, name, scopes } = value;
  if (kind === "signature") return true;
  if (typeof name !== "string") return false;
  const areTexts = Array.isArray(scopes) && scopes.every((scope) => typeof scope === "string");
  return kind === "key" || (kind === "account" && (scopes === undefined || areTexts));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
