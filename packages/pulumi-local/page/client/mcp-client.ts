/** Calls the MCP endpoint by way of the page's server part. */
import { type Call, isObject, type JsonObject, type Refusal, type Relayed } from "../server/call";
import { parseJson } from "./format";

/** How a call is made: in which protocol era, and as whom. */
export type CallManner = Pick<Call, "era" | "credential">;

/** https://modelcontextprotocol.io/specification/2025-11-25/schema#tool */
export interface ListedTool {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: JsonObject;
  readonly annotations?: JsonObject;
  readonly _meta?: JsonObject;
}

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

/**
 * All pages of tools/list.
 *
 * @throws with the server's words when it refuses.
 */
export async function listTools(manner: CallManner): Promise<ListedTool[]> {
  const tools: ListedTool[] = [];
  let cursor: unknown;
  do {
    const { response } = await ask(manner, "tools/list", cursor === undefined ? {} : { cursor });
    const message = messageOf(response);
    const result = message?.["result"];
    if (!isObject(result) || !Array.isArray(result["tools"])) {
      throw new Error(refusal(response.status, message));
    }
    tools.push(...(result["tools"] as ListedTool[]));
    cursor = result["nextCursor"];
  } while (typeof cursor === "string");
  return tools;
}

export function refusal(status: number, message: JsonObject | undefined): string {
  const error = message?.["error"];
  const text = isObject(error) ? error["message"] : message?.["message"];
  return `${status}: ${typeof text === "string" ? text : "the answer is not MCP"}`;
}
