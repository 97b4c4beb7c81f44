/** A tool called from a terminal, until there is a result: its questions are answered, its task is followed. */
import { isObject, type JsonObject } from "../page/server/call";
import { nearest } from "../nearest";
import { UserError } from "../user-error";
import { type McpServer, RefusedError, request } from "./mcp-exchange";
import { printable } from "./printable";
import { type AnswerQuestion, answersTo } from "./questions";
import { followTask, type TaskOptions } from "./task-run";

export type { Proof } from "./mcp-exchange";

export interface ToolCall extends McpServer {
  readonly name: string;
  readonly args: unknown;
  readonly answer: AnswerQuestion;
  /** Undefined: a task is begun, and not waited for. */
  readonly task: Omit<TaskOptions, "answer"> | undefined;
}

export interface ToolResult {
  readonly content?: readonly { readonly type: string; readonly text?: string }[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
}

/** A tool as a server lists it. */
export interface ListedTool {
  readonly name: string;
  readonly title?: string;
  readonly inputSchema?: JsonObject;
}

/**
 * @returns the result, or the id of a task that is not waited for.
 * @throws UserError when the server does not answer, or refuses.
 */
export async function callTool(call: ToolCall): Promise<ToolResult | { readonly taskId: string }> {
  const { name, args, answer, task } = call;
  let params: JsonObject = { name, arguments: args };
  for (;;) {
    const result = await callOnce(call, params);
    const { resultType, inputRequests, requestState, taskId } = result;
    if (resultType === "input_required") {
      const inputResponses = await answersTo(inputRequests, answer);
      params = { name, arguments: args, inputResponses, requestState };
    } else if (resultType === "task" && typeof taskId === "string") {
      return task === undefined ? { taskId } : followTask(call, taskId, { ...task, answer });
    } else return result;
  }
}

async function callOnce(call: ToolCall, params: JsonObject): Promise<JsonObject> {
  try {
    return await request(call, { method: "tools/call", params });
  } catch (error) {
    if (!(error instanceof RefusedError) || !/^Tool .* not found$/.test(error.text)) throw error;
    throw new UserError(`${error.message}${await otherTools(call)}`);
  }
}

/** In a line of its own; "" where they cannot be listed. */
async function otherTools({ name, ...server }: ToolCall): Promise<string> {
  const names = (await listTools(server).catch(() => [])).map((tool) => tool.name);
  if (names.length === 0) return "";
  const meant = nearest(name, names);
  const hint = meant === undefined ? "" : `Did you mean ${printable(meant)}? `;
  return `\n${hint}Tools here: ${printable(names.join(", "))}`;
}

/** @throws UserError as callTool. */
export async function listTools(server: McpServer): Promise<readonly ListedTool[]> {
  const { tools } = await request(server, { method: "tools/list", params: {}, own: true });
  if (!Array.isArray(tools)) return [];
  return tools.filter(
    (tool: unknown): tool is ListedTool & JsonObject =>
      isObject(tool) && typeof tool["name"] === "string",
  );
}

/** "add a=NUMBER b=NUMBER", arguments that may be left out in brackets. */
export function toolUsage({ name, inputSchema = {} }: ListedTool): string {
  const { properties, required } = inputSchema;
  const needed = Array.isArray(required) ? required : [];
  const words = Object.entries(isObject(properties) ? properties : {}).map(([key, schema]) => {
    const type = isObject(schema) && typeof schema["type"] === "string" ? schema["type"] : "json";
    const word = `${key}=${type.toUpperCase()}`;
    return needed.includes(key) ? word : `[${word}]`;
  });
  return printable([name, ...words].join(" "));
}
