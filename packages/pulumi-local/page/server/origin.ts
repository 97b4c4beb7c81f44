/**
 * Who may use the page: nobody but itself. What it shows and calls is as good as the developer's
 * own hands, and any website that is open in the same browser can send requests to this machine.
 */
import type { IncomingMessage } from "node:http";

/** Why a request is refused, in one line; undefined for the page's own. Host has been checked. */
export function crossOriginReason({ method, headers, url }: IncomingMessage): string | undefined {
  const { origin, host } = headers;
  if (origin !== undefined && origin !== `http://${host ?? ""}`) {
    return `Only this page may ask: Origin is ${origin}, not http://${host ?? ""}.`;
  }
  // https://www.w3.org/TR/fetch-metadata/
  const site = headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return undefined;
  const followsLink =
    method === "GET" &&
    headers["sec-fetch-mode"] === "navigate" &&
    headers["sec-fetch-dest"] === "document" &&
    pathOf(url) === "/";
  return followsLink ? undefined : `Only this page may ask: Sec-Fetch-Site is ${site}.`;
}

/** By hand: URL would take "//x" for a host and resolve "..". */
export function pathOf(url: string | undefined): string {
  const [path = "/"] = (url ?? "/").split("?");
  return path;
}
