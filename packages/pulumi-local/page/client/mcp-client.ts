/** Calls the MCP endpoint by way of the page's server part. */
import { type Call, isObject, type JsonObject, type Refusal, type Relayed } from "../server/call";
import { parseJson } from "./format";

/** How a call is made: in which protocol era, as whom, and for whom. */
export type CallManner = Pick<Call, "era" | "credential" | "own" | "tasks">;

/** https://modelcontextprotocol.io/specification/2025-11-25/schema#tool */
export interface ListedTool {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: JsonObject;
  readonly annotations?: JsonObject;
  readonly _meta?: JsonObject;
}

const METHOD_NOT_FOUND = -32601;

export async function ask(
  manner: CallManner,
  method: string,
  params: JsonObject = {},
): Promise<Relayed> {
  const response = await fetch("/~/call", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...manner, method, params } satisfies Call),
  });
  if (response.ok) return (await response.json()) as Relayed;
  throw new Error(((await response.json()) as Refusal).message);
}

/** The JSON-RPC message of a body: JSON, or the last of server-sent events. */
export function messageOf({ headers, body }: Relayed["response"]): JsonObject | undefined {
  const isStream = String(headers["content-type"]).startsWith("text/event-stream");
  const events = body.split(/\r?\n\r?\n/).filter((event) => /^data:/m.test(event));
  const last = (events.at(-1) ?? "").match(/^data:.*$/gm) ?? [];
  const text = isStream ? last.map((line) => line.slice(5)).join("\n") : body;
  const message = parseJson(text);
  return isObject(message) ? message : undefined;
}

/** The result of a response; undefined where there is none. */
export function resultIn(response: Relayed["response"]): JsonObject | undefined {
  const result = messageOf(response)?.["result"];
  return isObject(result) ? result : undefined;
}

/**
 * All pages of a list, asked for by the page itself.
 *
 * @param key of the list in a result.
 * @returns undefined when the server has no such method.
 * @throws with the server's words when it refuses.
 */
export async function listAll(
  manner: CallManner,
  method: string,
  key: string,
): Promise<readonly JsonObject[] | undefined> {
  const all: JsonObject[] = [];
  let cursor: unknown;
  do {
    const params = cursor === undefined ? {} : { cursor };
    const { response } = await ask({ ...manner, own: true }, method, params);
    const message = messageOf(response);
    const result = message?.["result"];
    if (!isObject(result) || !Array.isArray(result[key])) {
      if (isUnknownMethod(message)) return undefined;
      throw new Error(`${method}: ${refusal(response.status, message)}`);
    }
    all.push(...result[key].filter(isObject));
    cursor = result["nextCursor"];
  } while (typeof cursor === "string");
  return all;
}

function isUnknownMethod(message: JsonObject | undefined): boolean {
  const error = message?.["error"];
  return isObject(error) && error["code"] === METHOD_NOT_FOUND;
}

export function refusal(status: number, message: JsonObject | undefined): string {
  const error = message?.["error"];
  const text = isObject(error) ? error["message"] : message?.["message"];
  return `${status}: ${typeof text === "string" ? text : "the answer is not MCP"}`;
}
