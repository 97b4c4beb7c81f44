/** The local issuer's HTTP side: its own name alone, its pages, and all else to oidc-provider. */
import type { Provider } from "oidc-provider";
import type { IncomingMessage, ServerResponse } from "node:http";
import { askForSomething, keepOwnCookies, normalizePath, refusalOf } from "./issuer-requests";
import type { TokenResource } from "./provider";
import { finishSignIn, showSignIn } from "./sign-in";
import { aboutPage, errorPage, PAGE_HEADERS, SIGN_IN_PATH } from "./sign-in-page";

export interface IssuerSite {
  readonly url: string;
  readonly resource: () => TokenResource;
  readonly provider: () => Promise<Provider>;
  readonly onFailure?: ((text: string) => void) | undefined;
}

interface Exchange {
  readonly message: IncomingMessage;
  readonly reply: ServerResponse;
}

const MAX_FORM_BYTES = 16 * 1024;

export async function respond(exchange: Exchange, site: IssuerSite): Promise<void> {
  const { reply } = exchange;
  try {
    await dispatch(exchange, site);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const isGone = error instanceof Error && error.name === "SessionNotFound";
    if (!isGone) site.onFailure?.(`Local issuer: ${text}`);
    if (reply.headersSent) reply.destroy();
    else if (isGone) sendPage(exchange, 400, errorPage("expired", EXPIRED));
    else sendPage(exchange, 500, errorPage("server_error", text));
  }
}

const EXPIRED = "This sign-in has ended, or another browser began it.";

async function dispatch(exchange: Exchange, site: IssuerSite): Promise<void> {
  const { message, reply } = exchange;
  const { host } = new URL(site.url);
  if (message.headers.host !== host) {
    sendText(exchange, 403, `This issuer is ${site.url}; the request names another host.\n`);
    return;
  }
  const path = normalizePath(message, site.url);
  if (path === undefined) {
    sendText(exchange, 400, `The path is none of ${site.url}.\n`);
    return;
  }
  keepOwnCookies(message, path);
  if (path === "" && message.method === "GET") {
    sendPage(exchange, 200, aboutPage(site.resource().url));
    return;
  }
  if (path.startsWith(SIGN_IN_PATH)) {
    await respondToSignIn(exchange, site);
    return;
  }
  if (path === "/register" && allowOrigins(exchange)) return;
  const refusal = refusalOf(message, path);
  if (refusal !== undefined) {
    sendText(exchange, refusal.status, `${refusal.text}\n`);
    return;
  }
  if (path === "/authorize") askForSomething(message);
  void (await site.provider()).callback()(message, reply);
}

async function respondToSignIn(exchange: Exchange, site: IssuerSite): Promise<void> {
  const { message } = exchange;
  const options = { provider: await site.provider(), resource: site.resource().url };
  if (message.method === "GET") {
    sendPage(exchange, 200, await showSignIn(exchange, options));
    return;
  }
  if (message.method !== "POST") {
    sendText(exchange, 405, "Only GET and POST here.\n");
    return;
  }
  const { origin, "sec-fetch-site": from = "same-origin" } = message.headers;
  if ((origin ?? site.url) !== site.url || from !== "same-origin") {
    sendText(exchange, 403, "Only this page's own form may be sent here.\n");
    return;
  }
  const form = await readForm(message);
  if (form === undefined) sendText(exchange, 413, "The form is too large.\n");
  else await finishSignIn(exchange, form, options);
}

/** oidc-provider lets browsers' clients do everything but register. True when that is all. */
function allowOrigins({ message, reply }: Exchange): boolean {
  const { origin } = message.headers;
  if (origin === undefined) return false;
  reply.setHeader("access-control-allow-origin", origin);
  reply.setHeader("vary", "Origin");
  if (message.method !== "OPTIONS") return false;
  const headers = "content-type, authorization, mcp-protocol-version";
  reply.writeHead(204, {
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": headers,
    "access-control-max-age": "3600",
  });
  reply.end();
  return true;
}

/** Undefined when it is too large. */
async function readForm(message: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = "";
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    text += chunk.toString("utf8");
    if (text.length > MAX_FORM_BYTES) return undefined;
  }
  return new URLSearchParams(text);
}

function sendPage({ reply }: Exchange, status: number, body: string): void {
  reply.writeHead(status, PAGE_HEADERS);
  reply.end(body);
}

function sendText({ reply }: Exchange, status: number, body: string): void {
  reply.writeHead(status, { "content-type": "text/plain; charset=utf-8", connection: "close" });
  reply.end(body);
}
