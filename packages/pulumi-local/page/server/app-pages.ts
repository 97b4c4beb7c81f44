/**
 * Pages of tools (MCP Apps), as the local page shows them: kept for a while under an address of their
 * own, with a policy made of what the server declares for each. They run with an origin that is nobody's
 * (sandbox without allow-same-origin), so that nothing here is within their reach but messages.
 * https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx
 */
import { randomUUID } from "node:crypto";
import { type AppPage, isObject } from "./call";
import { type Exchange, refuse, send, sendJson } from "./reply";
import { readJsonBody } from "./responses";

/** The oldest is forgotten when there are more. */
const MAX_PAGES = 32;

const pages = new Map<string, AppPage>();

/** An origin, perhaps with a wildcard for its first label; nothing that would be read as more. */
const ORIGIN = /^(https?|wss?):\/\/(\*\.)?[a-z\d.-]+(:(\d+|\*))?$/i;

/** POST: keeps a page, and says where it is. */
export async function sendAppPage(exchange: Exchange): Promise<void> {
  if (exchange.message.method === "POST") return keepPage(exchange);
  const [, query] = (exchange.message.url ?? "").split("?");
  const page = pages.get(new URLSearchParams(query).get("id") ?? "");
  if (page === undefined) {
    refuse(exchange, 404, "There is no such page any more: call the tool again.");
    return;
  }
  send(exchange, 200, {
    type: "text/html; charset=utf-8",
    body: page.html,
    headers: { "content-security-policy": policyOf(page.csp), "x-frame-options": "SAMEORIGIN" },
  });
}

async function keepPage(exchange: Exchange): Promise<void> {
  const value = await readJsonBody(exchange);
  if (value === undefined) return;
  const { html, csp = {} } = isObject(value) ? value : {};
  if (typeof html !== "string" || !isObject(csp)) {
    refuse(exchange, 400, "html must be a text, and csp an object.");
    return;
  }
  const id = randomUUID();
  pages.set(id, { html, csp });
  const [oldest] = pages.keys();
  if (pages.size > MAX_PAGES && oldest !== undefined) pages.delete(oldest);
  sendJson(exchange, 200, { path: `/~/app?id=${id}` });
}

/** No more than is declared, and less than the specification allows: 'self' would be this machine. */
function policyOf(csp: AppPage["csp"]): string {
  const of = (list: string): readonly string[] => {
    const domains = csp[list];
    const texts = Array.isArray(domains) ? domains.map(String) : [];
    return texts.filter((domain) => ORIGIN.test(domain));
  };
  const from = of("resourceDomains");
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": [],
    "script-src": ["'unsafe-inline'", ...from],
    "style-src": ["'unsafe-inline'", ...from],
    "img-src": ["data:", ...from],
    "font-src": ["data:", ...from],
    "media-src": ["data:", ...from],
    "connect-src": of("connectDomains"),
    "frame-src": of("frameDomains"),
    "object-src": [],
    "base-uri": of("baseUriDomains"),
    "form-action": [],
    "frame-ancestors": ["'self'"],
  };
  const texts = Object.entries(directives).map(
    ([name, sources]) => `${name} ${sources.length === 0 ? "'none'" : sources.join(" ")}`,
  );
  return [...texts, "sandbox allow-scripts"].join("; ");
}
