/** What the page and its server part say to each other about a call of the MCP endpoint. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** The body of what the server part refuses, with the reason in one line. */
export interface Refusal {
  readonly message: string;
}

export interface Call {
  readonly era: "2025" | "2026";
  readonly method: string;
  readonly params: JsonObject;
  /** Sends what stands for a signature: the local gateway only looks whether there is one. */
  readonly signed: boolean;
}

export interface Relayed {
  readonly request: { readonly url: string; readonly headers: Headers; readonly body: string };
  readonly response: { readonly status: number; readonly headers: Headers; readonly body: string };
  readonly milliseconds: number;
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
  const { era, method, params = {}, signed = false } = value;
  if (era !== "2025" && era !== "2026") return 'era must be "2025" or "2026".';
  if (typeof method !== "string" || !/^[\w/$-]{1,200}$/.test(method)) {
    return "method must be the name of an MCP method.";
  }
  if (!isObject(params)) return "params must be an object.";
  if (typeof signed !== "boolean") return "signed must be true or false.";
  return { era, method, params, signed };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
