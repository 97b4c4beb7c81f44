/** What came of a call: for people first, as it went over the wire below. */
import { isObject, type JsonObject, type Relayed } from "../server/call";
import { element } from "./element";
import { parseJson, plainNumber, prettyJson } from "./format";
import { messageOf, refusal } from "./mcp-client";

export function showResult(relayed: Relayed): Node[] {
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

export function showFailure(text: string): Node[] {
  const verdict = element("strong", {}, "not sent");
  return [
    element("p", { class: "verdict", "data-state": "bad" }, verdict),
    element("p", { class: "refusal" }, text),
  ];
}

function refused(status: number, message: JsonObject | undefined): HTMLElement {
  const error = message?.["error"];
  const code = isObject(error) ? `JSON-RPC error ${String(error["code"])}. ` : "";
  return element("p", { class: "refusal" }, code + refusal(status, message));
}

function showContent(result: JsonObject): HTMLElement[] {
  const { content, structuredContent } = result;
  const blocks = Array.isArray(content) ? content.filter(isObject).map(showBlock) : [];
  if (structuredContent !== undefined) {
    blocks.push(named("Structured content", code(prettyJson(structuredContent))));
  }
  return blocks.length > 0 ? blocks : [code(prettyJson(result))];
}

function showBlock(block: JsonObject): HTMLElement {
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

function wire({ request, response }: Relayed): HTMLElement[] {
  const { pathname, host } = new URL(request.url);
  const sent = `POST ${pathname} HTTP/1.1\nHost: ${host}\n${headerLines(request.headers)}`;
  const got = `HTTP/1.1 ${response.status}\n${headerLines(response.headers)}`;
  return [
    folded("Request", `${sent}\n\n${readable(request.body)}`),
    folded("Response", `${got}\n\n${readable(response.body)}`),
  ];
}

function headerLines(headers: Relayed["response"]["headers"]): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\n");
}

function readable(body: string): string {
  const value = parseJson(body);
  return value === undefined ? body : prettyJson(value);
}

function folded(name: string, text: string): HTMLElement {
  return element("details", { class: "wire" }, element("summary", {}, name), code(text));
}

function named(name: string, content: HTMLElement): HTMLElement {
  return element("div", {}, element("h4", {}, name), content);
}

function code(text: string): HTMLElement {
  return element("pre", { tabindex: 0 }, element("code", {}, text));
}
