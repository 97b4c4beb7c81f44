/** Names that lists carry: what is wrong with one, for its author; loads neither the SDK nor zod. */
import { UNKNOWN_TOOL } from "../telemetry/metrics";

/** https://modelcontextprotocol.io/specification/2026-07-28/server/tools#tool-names */
const NAME = /^[A-Za-z0-9_.-]{1,128}$/;
/** What the APIs of models take as the name of an argument. */
const ARGUMENT = /^[A-Za-z0-9_.-]{1,64}$/;
/** Of the URI of a resource, and of a template. */
export const MAX_URI_LENGTH = 2_048;
/** https://www.rfc-editor.org/rfc/rfc6838#section-4.2, with parameters. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+( *;.*)?$/;

/** Undefined for a name that all clients take. */
export function nameProblem(name: unknown): string | undefined {
  const isName = typeof name === "string" && NAME.test(name);
  return isName ? undefined : 'use 1 to 128 letters, digits, "_", "-" and "."';
}

/** The same, and not a name that the metrics use. */
export function toolNameProblem(name: unknown): string | undefined {
  if (name !== UNKNOWN_TOOL) return nameProblem(name);
  return "metrics call tools that do not exist so: use another name";
}

export function argumentNameProblem(name: string): string | undefined {
  return ARGUMENT.test(name) ? undefined : 'use 1 to 64 letters, digits, "_", "-" and "."';
}

/** Of what people or models read. */
export function textProblem(text: unknown): string | undefined {
  const isText = typeof text === "string" && text.trim() !== "";
  return isText ? undefined : "it is empty: say what is read there";
}

/**
 * A scope-token (https://www.rfc-editor.org/rfc/rfc6749#section-3.3), less what API Gateway or a quoted
 * text would read as something else.
 */
const SCOPE = /^[!%&(-[\]-~]+$/;

/** Of what a tool needs; a refresh token (offline_access) is the client's own wish. */
export function scopesProblem(scopes: unknown): string | undefined {
  if (scopes === undefined) return undefined;
  if (!Array.isArray(scopes)) return 'use a list of texts: ["orders:write"]';
  const seen = new Set<string>();
  for (const scope of scopes as readonly unknown[]) {
    const what = typeof scope === "string" ? JSON.stringify(scope) : typeof scope;
    if (typeof scope !== "string" || !SCOPE.test(scope)) {
      return `${what} is not a scope: use visible ASCII characters other than " ' \\ # and $`;
    }
    if (scope === "offline_access") return `${what} is for clients to ask for: leave it out`;
    if (seen.has(scope)) return `${what} is there twice`;
    seen.add(scope);
  }
  return undefined;
}

export function mediaTypeProblem(type: unknown): string | undefined {
  const isType = typeof type === "string" && MEDIA_TYPE.test(type);
  return isType ? undefined : 'use a media type, for example "application/json"';
}

/** A URI must be what clients make of it that parse it (https://url.spec.whatwg.org). */
export function uriProblem(uri: unknown): string | undefined {
  if (typeof uri !== "string" || !URL.canParse(uri)) {
    return 'use an absolute URI, for example "docs://guide"';
  }
  const { href } = new URL(uri);
  if (uri.length > MAX_URI_LENGTH) return `use at most ${MAX_URI_LENGTH} characters`;
  return href === uri ? undefined : `write it as clients send it: "${href}"`;
}
