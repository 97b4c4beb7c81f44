/** What commands of a terminal ask a running `npm start`: which server it is, and lines of its log. */
import { type Exchange, refuse, sendJson } from "./reply";
import type { PageSources } from "./responses";

/** The server that is served here. */
export interface ServedHere {
  readonly name: string;
  /** URL of the MCP endpoint. */
  readonly endpoint: string;
  readonly logGroups: readonly string[];
}

export async function sendServer(
  exchange: Exchange,
  { title, endpoint, logGroups = () => [] }: PageSources,
): Promise<void> {
  const served: ServedHere = { name: title(), endpoint: endpoint(), logGroups: logGroups() };
  sendJson(exchange, 200, served);
}

/** `?since=`, in milliseconds since 1970. */
export async function sendLines(exchange: Exchange, { lines }: PageSources): Promise<void> {
  const [, query] = (exchange.message.url ?? "").split("?");
  const since = new URLSearchParams(query).get("since") ?? "";
  if (!/^\d{1,15}$/.test(since)) {
    refuse(exchange, 400, "since must be a time in milliseconds since 1970.");
  } else if (lines === undefined) refuse(exchange, 404, "There is no log here.");
  else sendJson(exchange, 200, lines(Number(since)));
}
