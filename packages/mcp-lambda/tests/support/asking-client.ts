/** Clients that are asked: 2026-07-28 ones that know forms, and what they send in each round. */
import type * as z from "zod";
import type { CallContext } from "../../definitions/call-context";
import type { AnyTool, ToolResult } from "../../definitions/tool";
import type { Caller } from "../../http/caller";
import type { Ask, HandlerAnswer } from "../../testing/ask";
import { plainTool } from "../../testing/definitions";
import { modern } from "../../testing/mcp";

const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

export interface Question {
  readonly message: string;
  readonly requestedSchema: { readonly properties: Readonly<Record<string, unknown>> };
}

export interface Round {
  readonly answer: HandlerAnswer;
  /** The result's text. */
  readonly text: string | undefined;
  readonly isError: boolean;
  /** Questions by their keys. */
  readonly questions: readonly (readonly [string, Question])[];
  readonly messages: readonly string[];
  readonly state: string | undefined;
}

export interface Sent {
  readonly args?: unknown;
  readonly state?: string | undefined;
  readonly responses?: object;
  readonly caller?: Caller;
  readonly remainingMs?: number;
}

export async function callModern(ask: Ask, name: string, sent: Sent = {}): Promise<Round> {
  const { args = {}, state, responses, ...parts } = sent;
  const { body, headers } = modern("tools/call", {
    name,
    arguments: args,
    ...(state !== undefined && { requestState: state }),
    ...(responses !== undefined && { inputResponses: responses }),
  });
  const message = body as { params: { _meta: Record<string, unknown> } };
  message.params._meta[CAPABILITIES] = { elicitation: { form: {} } };
  return roundOf(await ask(message, { headers, ...parts }));
}

export function roundOf(answer: HandlerAnswer): Round {
  const result = (answer.json.result ?? {}) as {
    content?: readonly { text: string }[];
    isError?: boolean;
    inputRequests?: Readonly<Record<string, { method: string; params: Question }>>;
    requestState?: string;
  };
  const questions = Object.entries(result.inputRequests ?? {}).map(
    ([key, { params }]) => [key, params] as const,
  );
  return {
    answer,
    text: result.content?.[0]?.text,
    isError: result.isError === true,
    questions,
    messages: questions.map(([, { message }]) => message),
    state: result.requestState,
  };
}

export const YES = { action: "accept", content: { confirm: true } };
export const NO = { action: "accept", content: { confirm: false } };
export const DECLINED = { action: "decline" };
export const CANCELLED = { action: "cancel" };

/** The next round of a call: its questions answered in their order. */
export async function answerWith(
  ask: Ask,
  name: string,
  { questions, state }: Round,
  responses: readonly object[],
  sent: Sent = {},
): Promise<Round> {
  const byKey = Object.fromEntries(questions.map(([key], index) => [key, responses[index]]));
  return callModern(ask, name, { state, responses: byKey, ...sent });
}

/** A tool that asks. */
export function askingTool(
  name: string,
  run: (input: Record<string, unknown>, context: CallContext) => ToolResult | Promise<ToolResult>,
  inputSchema?: z.ZodObject,
): AnyTool {
  return { ...plainTool(name, run, inputSchema), asks: true };
}
