/** What came of a call, for people: the verdict, and what the result holds. */
import { isObject, type JsonObject, type Relayed } from "../server/call";
import type { CallRecord } from "./call-record";
import { element } from "./element";
import { parseJson, prettyJson } from "./format";
import { messageOf, refusal, resultIn } from "./mcp-client";
import { outcomeOf } from "./outcome";

export interface Verdict {
  readonly text: string;
  readonly isGood: boolean;
}

export function verdictOf({ steps, result: task, failure, entries }: CallRecord): Verdict {
  if (failure !== undefined) {
    return { text: steps.length > 0 ? "lost" : "not sent", isGood: false };
  }
  const last = steps.at(-1);
  if (last === undefined) return { text: "under way", isGood: true };
  if (task !== undefined) {
    const isError = isObject(task["result"]) && task["result"]["isError"] === true;
    if (isError) return { text: "the task's tool failed (isError)", isGood: false };
    return { text: `task ${String(task["status"])}`, isGood: task["status"] === "completed" };
  }
  if (hasBegunTask(steps)) return { text: "task begun", isGood: true };
  const result = resultIn(last.response);
  if (last.response.status >= 400 || result === undefined)
    return { text: "refused", isGood: false };
  // 2025 clients are asked by a call that fails.
  const isAsked = result["resultType"] === "input_required" || outcomeOf(entries) === "asked";
  if (isAsked) return { text: "the tool asks", isGood: true };
  if (result["isError"] === true) return { text: "the tool failed (isError)", isGood: false };
  return { text: "done", isGood: true };
}

/** Also where the last step is an answer to the task, or its cancelling. */
function hasBegunTask(steps: readonly Relayed[]): boolean {
  return steps.some(({ response }) => resultIn(response)?.["resultType"] === "task");
}

/** The result itself, or why there is none. */
export function showAnswer({ steps, result: task, failure }: CallRecord): readonly HTMLElement[] {
  if (failure !== undefined) return [element("p", { class: "refusal" }, failure)];
  if (task !== undefined) return showTask(task);
  const last = steps.at(-1);
  // Of a task the state is shown.
  if (last === undefined || hasBegunTask(steps)) return [];
  const result = resultIn(last.response);
  if (result === undefined) return [refused(last.response)];
  // Shown as a form.
  if (result["resultType"] === "input_required") return [];
  return showResult(result);
}

function showTask(task: JsonObject): readonly HTMLElement[] {
  const { result, error, statusMessage } = task;
  if (isObject(result)) return showResult(result);
  const said = isObject(error) ? error["message"] : statusMessage;
  const text = typeof said === "string" ? said : "";
  return text === "" ? [] : [element("p", { class: "refusal" }, text)];
}

function refused(response: Relayed["response"]): HTMLElement {
  const message = messageOf(response);
  const error = message?.["error"];
  const code = isObject(error) ? `JSON-RPC error ${String(error["code"])}. ` : "";
  return element("p", { class: "refusal" }, code + refusal(response.status, message));
}

function showResult(result: JsonObject): readonly HTMLElement[] {
  const { structuredContent } = result;
  const list = (name: string): readonly JsonObject[] => {
    const value = result[name];
    return Array.isArray(value) ? value.filter(isObject) : [];
  };
  const shown = [
    ...list("content").map(showBlock),
    ...list("contents").map(showContents),
    ...list("messages").map(showMessage),
  ];
  if (structuredContent !== undefined) {
    shown.push(named("Structured content", code(prettyJson(structuredContent))));
  }
  return shown.length > 0 ? shown : [code(prettyJson(result))];
}

function showBlock(block: JsonObject): HTMLElement {
  const { type, text, data, mimeType, resource } = block;
  if (type === "text" && typeof text === "string") return textBlock(text);
  if (type === "resource" && isObject(resource)) return showContents(resource);
  const image = type === "image" ? imageOf(mimeType, data) : undefined;
  return image ?? named(String(type), code(prettyJson(block)));
}

/** Of a resource. */
function showContents({ uri, mimeType, text, blob }: JsonObject): HTMLElement {
  const name = [uri, mimeType].filter((part) => typeof part === "string").join(" · ");
  if (typeof text !== "string") {
    return named(name, imageOf(mimeType, blob) ?? code(String(blob)));
  }
  const value = String(mimeType).includes("json") ? parseJson(text) : undefined;
  return named(name, value === undefined ? textBlock(text) : code(prettyJson(value)));
}

/** Of a prompt. */
function showMessage({ role, content }: JsonObject): HTMLElement {
  const blocks = (Array.isArray(content) ? content : [content]).filter(isObject);
  return named(String(role), element("div", {}, ...blocks.map(showBlock)));
}

function imageOf(mimeType: unknown, data: unknown): HTMLElement | undefined {
  const isImage = /^image\/(png|jpeg|gif|webp|avif|svg\+xml)$/.test(String(mimeType));
  if (!isImage || !/^[\w+/=\s-]*$/.test(String(data))) return undefined;
  const src = `data:${String(mimeType)};base64,${String(data)}`;
  return element("img", { src, alt: "image of the result" });
}

function textBlock(text: string): HTMLElement {
  return element("pre", { class: "text", tabindex: 0 }, text);
}

function named(name: string, content: HTMLElement): HTMLElement {
  return element("div", {}, element("h4", {}, name), content);
}

export function code(text: string): HTMLElement {
  return element("pre", { tabindex: 0 }, element("code", {}, text));
}
