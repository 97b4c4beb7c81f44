// @ts-check
/** Calls the MCP endpoint by way of the page's server part. */
import { isObject, parseJson } from "./format.js";

/** @typedef {import("./call").Relayed} Relayed */
/** @typedef {"2025" | "2026"} Era */
/** @typedef {{ era: Era, signed: boolean }} Manner */
/** @typedef {Readonly<Record<string, unknown>>} Fields */
/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} [title]
 * @property {string} [description]
 * @property {Fields} inputSchema
 * @property {Fields} [annotations]
 */

/**
 * @param {Manner} manner
 * @param {string} method
 * @param {Fields} [params]
 * @returns {Promise<Relayed>}
 */
export async function ask(manner, method, params = {}) {
  const response = await fetch("/~/call", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...manner, method, params }),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  throw new Error(String(answer.message));
}

/**
 * The JSON-RPC message of a body: JSON, or the last of server-sent events.
 *
 * @param {Relayed["response"]} response
 * @returns {Fields | undefined}
 */
export function messageOf({ headers, body }) {
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
 * @param {Manner} manner
 * @returns {Promise<Tool[]>}
 * @throws with the server's words when it refuses.
 */
export async function listTools(manner) {
  /** @type {Tool[]} */
  const tools = [];
  /** @type {unknown} */
  let cursor;
  do {
    const { response } = await ask(manner, "tools/list", cursor === undefined ? {} : { cursor });
    const message = messageOf(response);
    const result = message?.["result"];
    if (!isObject(result) || !Array.isArray(result["tools"])) {
      throw new Error(refusal(response.status, message));
    }
    tools.push(...result["tools"]);
    cursor = result["nextCursor"];
  } while (typeof cursor === "string");
  return tools;
}

/**
 * @param {number} status
 * @param {Fields | undefined} message
 */
export function refusal(status, message) {
  const error = message?.["error"];
  const text = isObject(error) ? error["message"] : message?.["message"];
  return `${status}: ${typeof text === "string" ? text : "the answer is not MCP"}`;
}
