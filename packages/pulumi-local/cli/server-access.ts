/**
 * What a running server wants of callers, found out as any client does: one request without
 * credentials, and what its answer points at.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization
 */

import { isObject, type JsonObject } from "../page/server/call";

export type ServerAccess =
  | { readonly kind: "none" | "iam" | "apiKey" }
  | SignIn
  /** It responded, and that says nothing of how it is called. */
  | { readonly kind: "unknown"; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string };

export interface SignIn {
  readonly kind: "jwt";
  /** URL that tokens are for, as its metadata has it. */
  readonly resource?: string | undefined;
  readonly issuer?: string | undefined;
  readonly scopes: readonly string[];
  /**
   * How clients become known to the issuer: by themselves (DCR or CIMD), or by a client id that
   * somebody makes there; undefined where its metadata cannot be read.
   */
  readonly registration?: "automatic" | "manual" | undefined;
}

const TIMEOUT_MS = 8_000;
const PING = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });

export async function findServerAccess(url: string): Promise<ServerAccess> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      },
      body: PING,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    return { kind: "unreachable", reason: reasonOf(error) };
  }
  const message = messageOf(await readJson(response));
  const reason = `${response.status} ${message}`.trim();
  switch (response.status) {
    case 200:
      return { kind: "none" };
    case 401:
      return findSignIn(url, response.headers);
    case 403:
      if (/x-api-key/i.test(message)) return { kind: "apiKey" };
      return /not signed|SigV4|Authentication Token/i.test(message)
        ? { kind: "iam" }
        : { kind: "unknown", reason };
    default:
      return { kind: "unknown", reason };
  }
}

async function findSignIn(url: string, headers: Headers): Promise<SignIn> {
  const challenge = headers.get("www-authenticate") ?? "";
  const named = /resource_metadata="([^"]+)"/.exec(challenge)?.[1];
  const { origin, pathname } = new URL(url);
  // https://www.rfc-editor.org/rfc/rfc9728#section-3.1
  const wellKnown = `${origin}/.well-known/oauth-protected-resource${pathname}`;
  const metadata = await fetchJson(named ?? wellKnown);
  const [issuer] = texts(metadata?.["authorization_servers"]);
  const resource = metadata?.["resource"];
  return {
    kind: "jwt",
    resource: typeof resource === "string" ? resource : undefined,
    issuer,
    scopes: texts(metadata?.["scopes_supported"]),
    registration: issuer === undefined ? undefined : await findRegistration(issuer),
  };
}

/** https://www.rfc-editor.org/rfc/rfc8414#section-3, and OpenID Connect Discovery. */
async function findRegistration(issuer: string): Promise<SignIn["registration"]> {
  if (!URL.canParse(issuer)) return undefined;
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, "");
  const documents = await Promise.all([
    fetchJson(`${origin}/.well-known/oauth-authorization-server${path}`),
    fetchJson(`${origin}${path}/.well-known/openid-configuration`),
  ]);
  const found = documents.filter((each) => each !== undefined);
  if (found.length === 0) return undefined;
  const isAutomatic = found.some(
    (each) =>
      typeof each["registration_endpoint"] === "string" ||
      each["client_id_metadata_document_supported"] === true,
  );
  return isAutomatic ? "automatic" : "manual";
}

async function fetchJson(url: string): Promise<JsonObject | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return response.ok ? await readJson(response) : undefined;
  } catch {
    return undefined;
  }
}

async function readJson(response: Response): Promise<JsonObject | undefined> {
  try {
    const value: unknown = await response.json();
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Of a JSON-RPC error, or of AWS's own. */
function messageOf(body: JsonObject | undefined): string {
  const error = body?.["error"];
  const message = isObject(error) ? error["message"] : body?.["message"];
  return typeof message === "string" ? message : "";
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** fetch hides it in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const told = cause instanceof Error && cause.message !== "" ? cause : error;
  return told instanceof Error ? told.message : String(told);
}
