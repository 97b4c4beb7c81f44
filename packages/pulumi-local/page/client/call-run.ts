/**
 * A call from its request to its end: what a tool asks goes to the person and back to it, and a task is
 * followed until it is over.
 */
import { isObject, type JsonObject, type Relayed } from "../server/call";
import { element } from "./element";
import type { Item, Request } from "./items";
import { ask, type CallManner, resultIn } from "./mcp-client";
import { askPerson } from "./question-form";
import { followTask } from "./task-follow";

export interface RunOptions {
  readonly item: Item;
  readonly manner: CallManner;
  /** Where questions and the state of a task are shown. */
  readonly live: HTMLElement;
  /** Called with all responses so far, when there is another one. */
  readonly onStep: (steps: readonly Relayed[]) => void;
}

/** Sends something for the person, and gives the result; {} where there is none. */
export type Send = (method: string, params: JsonObject) => Promise<JsonObject>;

/** @returns the task at its end, where there was one. @throws when nothing could be sent. */
export async function runCall(
  request: Request,
  options: RunOptions,
): Promise<JsonObject | undefined> {
  const { manner, live, onStep } = options;
  const steps: Relayed[] = [];
  const send: Send = async (method, params) => {
    const relayed = await ask(manner, method, params);
    steps.push(relayed);
    onStep([...steps]);
    return resultIn(relayed.response) ?? {};
  };
  let result = await send(request.method, request.params);
  for (;;) {
    const params = await nextParams(result, request, options);
    live.replaceChildren();
    if (params === undefined) break;
    result = await send(request.method, params);
  }
  if (result["resultType"] !== "task") return undefined;
  const task = await followTask(result, { manner, live, send });
  live.replaceChildren();
  return task;
}

/** With the person's answer to what a result asks; undefined when it asks nothing, or the person says no. */
async function nextParams(
  result: JsonObject,
  { params }: Request,
  { item, live }: RunOptions,
): Promise<JsonObject | undefined> {
  if (result["resultType"] === "input_required") {
    const { inputRequests, requestState } = result;
    const requests = isObject(inputRequests) ? inputRequests : {};
    const state = requestState === undefined ? {} : { requestState };
    if (Object.keys(requests).length === 0) return { ...params, ...state };
    const { node, answers } = askPerson(requests);
    show(live, node);
    return { ...params, inputResponses: await answers, ...state };
  }
  const question = legacyQuestion(result, item);
  if (question === undefined || !(await isAgreed(question, live))) return undefined;
  const args = isObject(params["arguments"]) ? params["arguments"] : {};
  return { ...params, arguments: { ...args, confirm: true } };
}

/**
 * What a tool asks of 2025 clients, who answer by an argument of the next call: see docs/asking.md.
 */
function legacyQuestion(result: JsonObject, { tool }: Item): string | undefined {
  const properties = tool?.inputSchema["properties"];
  if (result["isError"] !== true || !isObject(properties) || !("confirm" in properties)) {
    return undefined;
  }
  const [block] = Array.isArray(result["content"]) ? result["content"].filter(isObject) : [];
  return /^The tool "[^"]*" asks: ([^]*?)\nAsk the user\./.exec(String(block?.["text"]))?.[1];
}

async function isAgreed(message: string, live: HTMLElement): Promise<boolean> {
  const requestedSchema = { type: "object", properties: { confirm: { type: "boolean" } } };
  const { node, answers } = askPerson({ confirm: { params: { message, requestedSchema } } });
  show(live, node);
  const { content } = (await answers)["confirm"] ?? {};
  return isObject(content) && content["confirm"] === true;
}

function show(live: HTMLElement, form: HTMLElement): void {
  live.replaceChildren(element("h4", {}, "The tool asks"), form);
  form.scrollIntoView({ block: "nearest" });
  form.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
}
