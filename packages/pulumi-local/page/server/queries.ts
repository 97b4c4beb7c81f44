/** The response to a query of Logs Insights that a person runs on the page. */
import { isObject } from "./call";
import { type Exchange, refuse, sendJson } from "./reply";
import { MAX_MINUTES, type PageSources, readJsonBody } from "./responses";

/** More is no query of a person. */
const MAX_QUERY = 10_000;

interface RunQuery {
  readonly query: string;
  readonly logGroups: readonly string[];
  readonly minutes: number;
}

export async function sendQuery(exchange: Exchange, { query }: PageSources): Promise<void> {
  const body = await readJsonBody(exchange);
  if (body === undefined) return;
  const asked = readQuery(body);
  if (typeof asked === "string") refuse(exchange, 400, asked);
  else if (query === undefined) refuse(exchange, 404, "There is no log here.");
  else sendJson(exchange, 200, query(asked, asked.minutes));
}

/** What is asked, or what is wrong with it. */
function readQuery(body: unknown): RunQuery | string {
  if (!isObject(body)) return "The body is not a JSON object.";
  const { query, logGroups, minutes } = body;
  if (typeof query !== "string" || query.length > MAX_QUERY) {
    return `query must be a text of ${MAX_QUERY} characters at most.`;
  }
  const areNames = Array.isArray(logGroups) && logGroups.every((name) => typeof name === "string");
  if (!areNames) return "logGroups must be names of log groups.";
  const isLegal = typeof minutes === "number" && Number.isInteger(minutes) && minutes > 0;
  if (!isLegal || minutes > MAX_MINUTES) {
    return `minutes must be a whole number from 1 to ${MAX_MINUTES}.`;
  }
  return { query, logGroups, minutes };
}
