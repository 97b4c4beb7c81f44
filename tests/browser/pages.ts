/** Pages of other origins than the server's, and what their scripts get of it. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { missingBrowser } from "pulumi-local/testing";

/** What a script of a page sees of a response. */
export interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly mode?: "cors" | "no-cors";
  readonly credentials?: "omit" | "same-origin" | "include";
}

export interface PageServer {
  readonly origin: string;
  readonly close: () => void;
}

/** Path of a page server that sends a request on, with its method and body, to what follows. */
export const SENT_ON = "/sent-on?to=";

/**
 * Serves an empty page at every path of an origin of its own.
 *
 * @param host name of 127.0.0.1; browsers know every name that ends in ".localhost" for one.
 */
export async function servePage(host = "127.0.0.1"): Promise<PageServer> {
  const server = http.createServer((message, reply) => {
    const to = message.url?.startsWith(SENT_ON) && message.url.slice(SENT_ON.length);
    if (to) reply.writeHead(307, { location: decodeURIComponent(to) });
    else reply.writeHead(200, { "content-type": "text/html" });
    reply.end("<title>page</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export async function openPage(
  browser: Browser | BrowserContext,
  { origin }: Pick<PageServer, "origin">,
): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(origin);
  return page;
}

/** What a script of the page gets: the response, or the browser's refusal. */
export function fetched(page: Page, url: string, sent: Sent = {}): Promise<Seen | "refused"> {
  return page.evaluate(
    `fetch(${JSON.stringify(url)}, ${JSON.stringify(sent)}).then(
      async (r) => ({ status: r.status, headers: Object.fromEntries(r.headers), text: await r.text() }),
      () => "refused",
    )`,
  );
}

/** Skips what needs a browser where there is none, and says why. */
export function skipWithoutBrowser(context: Mocha.Context): void {
  const missing = missingBrowser();
  if (missing === undefined) return;
  console.log(missing);
  context.skip();
}
