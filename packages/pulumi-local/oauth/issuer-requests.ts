/**
 * What of a request to the local issuer is changed or refused before anything acts on it. oidc-provider
 * routes several spellings of a path; what is decided here is decided of all of them.
 */
import type { IncomingMessage } from "node:http";
import { SESSION_COOKIE } from "./provider";
import { SIGN_IN_PATH } from "./sign-in-page";

export interface RequestRefusal {
  readonly status: number;
  /** In one line. */
  readonly text: string;
}

/** Far more than clients register with. */
const MAX_REGISTRATION_BYTES = 8 * 1024;

/**
 * Writes the request's URL as a path alone, however it was sent, and returns that path in lower case
 * without a slash at its end ("" for the root); undefined for the URL of another host, or for none.
 */
export function normalizePath(message: IncomingMessage, issuerUrl: string): string | undefined {
  const sent = message.url ?? "/";
  if (!URL.canParse(sent, issuerUrl)) return undefined;
  const { origin, pathname, search } = new URL(sent, issuerUrl);
  if (origin !== issuerUrl) return undefined;
  message.url = pathname + search;
  return pathname.toLowerCase().replace(/\/+$/, "");
}

/**
 * Cookies are kept where an authorization goes on, and nowhere else: nobody is signed in already when
 * one begins, however its path is written. The session's own is never kept: nothing here needs it, and
 * alice in one client would stand in the way of bob in the next.
 *
 * @param path as normalizePath returns it.
 */
export function keepOwnCookies(message: IncomingMessage, path: string): void {
  const goesOn = /^\/authorize\/[^/]+$/.test(path) || path.startsWith(SIGN_IN_PATH);
  const cookies = (message.headers.cookie ?? "").split(";").map((cookie) => cookie.trim());
  const kept = cookies.filter((cookie) => goesOn && !cookie.startsWith(SESSION_COOKIE));
  delete message.headers.cookie;
  if (kept.length > 0) message.headers.cookie = kept.join("; ");
}

/**
 * Where the server has no scopes, clients ask for none, and oidc-provider takes that for a refusal:
 * each authorization gets something to grant.
 */
export function askForSomething(message: IncomingMessage): void {
  const [path = "", query = ""] = (message.url ?? "").split("?");
  const parameters = new URLSearchParams(query);
  if ((parameters.get("scope") ?? "").trim() !== "" || !parameters.has("client_id")) return;
  parameters.set("scope", "openid");
  message.url = `${path}?${parameters.toString()}`;
}

/** @param path as normalizePath returns it. */
export function refusalOf(message: IncomingMessage, path: string): RequestRefusal | undefined {
  const { headers } = message;
  // https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header
  const destination = headers["sec-fetch-dest"] ?? "document";
  if (/^\/authorize(\/|$)/.test(path) && destination !== "document") {
    return { status: 403, text: "A sign-in opens as a page of its own, not inside of another." };
  }
  if (path !== "/register" || message.method !== "POST") return undefined;
  const bytes = Number(headers["content-length"] ?? NaN);
  if (Number.isNaN(bytes)) {
    return { status: 411, text: "A registration must say its length (Content-Length)." };
  }
  const text = `A registration must be at most ${MAX_REGISTRATION_BYTES} bytes.`;
  return bytes > MAX_REGISTRATION_BYTES ? { status: 413, text } : undefined;
}
