// @ts-check
/** What came of a call: for people first, as it went over the wire below. */
import { element } from "./element.js";
import { isObject, parseJson, plainNumber, prettyJson } from "./format.js";
import { messageOf, refusal } from "./mcp-client.js";

/** @typedef {import("./call").Relayed} Relayed */

/**
 * @param {Relayed} relayed
 * @returns {Node[]}
 */
export function showResult(relayed) {
  const { response, milliseconds } = relayed;
  const message = messageOf(response);
  const result = message?.["result"];
  const isToolError = isObject(result) && result["isError"] === true;
  const hasFailed = response.status >= 400 || !isObject(result) || isToolError;
  const verdict = isToolError ? "the tool failed (isError)" : hasFailed ? "refused" : "done";
  const status = element(
    "p",
    { class: "verdict", "data-state": hasFailed ? "bad" : "good" },
    element("strong", {}, verdict),
    element("span", {}, `HTTP ${response.status}`),
    element("span", {}, `${plainNumber(Math.round(milliseconds * 10) / 10)} ms`),
  );
  const body = isObject(result) ? showContent(result) : [refused(response.status, message)];
  return [status, ...body, ...wire(relayed)];
}

/** @param {string} text */
export function showFailure(text) {
  const verdict = element("strong", {}, "not sent");
  return [
    element("p", { class: "verdict", "data-state": "bad" }, verdict),
    element("p", { class: "refusal" }, text),
  ];
}

/** @param {number} status @param {Readonly<Record<string, unknown>> | undefined} message */
function refused(status, message) {
  const error = message?.["error"];
  const code = isObject(error) ? `JSON-RPC error ${String(error["code"])}. ` : "";
  return element("p", { class: "refusal" }, code + refusal(status, message));
}

/** @param {Readonly<Record<string, unknown>>} result */
function showContent(result) {
  const { content, structuredContent } = result;
  const blocks = Array.isArray(content) ? content.filter(isObject).map(showBlock) : [];
  if (structuredContent !== undefined) {
    blocks.push(named("Structured content", code(prettyJson(structuredContent))));
  }
  return blocks.length > 0 ? blocks : [code(prettyJson(result))];
}

/**
 * @param {Readonly<Record<string, unknown>>} block
 * @returns {HTMLElement}
 */
function showBlock(block) {
  const { type, text, data, mimeType } = block;
  if (type === "text" && typeof text === "string") return element("pre", { class: "text" }, text);
  const isImage = /^image\/(png|jpeg|gif|webp|avif|svg\+xml)$/.test(String(mimeType));
  if (type === "image" && isImage && /^[\w+/=\s-]*$/.test(String(data))) {
    return element("img", {
      src: `data:${String(mimeType)};base64,${String(data)}`,
      alt: "image of the result",
    });
  }
  return named(String(type), code(prettyJson(block)));
}

/** @param {Relayed} relayed */
function wire({ request, response }) {
  const { pathname, host } = new URL(request.url);
  const sent = `POST ${pathname} HTTP/1.1\nHost: ${host}\n${headerLines(request.headers)}`;
  const got = `HTTP/1.1 ${response.status}\n${headerLines(response.headers)}`;
  return [
    folded("Request", `${sent}\n\n${readable(request.body)}`),
    folded("Response", `${got}\n\n${readable(response.body)}`),
  ];
}

/** @param {Relayed["response"]["headers"]} headers */
function headerLines(headers) {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\n");
}

/** @param {string} body */
function readable(body) {
  const value = parseJson(body);
  return value === undefined ? body : prettyJson(value);
}

/** @param {string} name @param {string} text */
function folded(name, text) {
  return element("details", { class: "wire" }, element("summary", {}, name), code(text));
}

/** @param {string} name @param {HTMLElement} content */
function named(name, content) {
  return element("div", {}, element("h4", {}, name), content);
}

/** @param {string} text */
function code(text) {
  return element("pre", { tabindex: 0 }, element("code", {}, text));
}
