/** The feature prompts: prompts/list and prompts/get. */
import {
  type GetPromptResult,
  type InputRequiredResult,
  isInputRequiredResult,
  type Prompt,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import { decoration } from "../definitions/decoration";
import type { AnyPrompt, PromptContent } from "../definitions/prompt";
import type { Feature } from "./feature";
import {
  callContext,
  canBeAsked,
  cannotBeAsked,
  createInvocation,
  type Invocation,
  throwInternalError,
  withDeadline,
} from "./invocation";
import { cutText } from "./issues";
import { pageOf } from "./pages";
import { parseValue } from "./parse-value";
import { withSealedState } from "./request-state";
import { jsonSchema } from "./schema";

export function preparePrompts(prompts: readonly AnyPrompt[]): Feature | undefined {
  if (prompts.length === 0) return undefined;
  let listed: readonly Prompt[] | undefined;
  const register: Feature["register"] = ({ server }, context) => {
    server.setRequestHandler("prompts/list", ({ params }) => {
      listed ??= prompts.map(describe);
      const { items, ...rest } = pageOf(listed, params?.cursor);
      return { prompts: items, ...rest };
    });
    server.setRequestHandler("prompts/get", async ({ params }, mcp) => {
      const prompt = prompts.find(({ name }) => name === params.name);
      if (prompt === undefined) refuse(`Prompt ${cutText(params.name)} not found`);
      const invocation = createInvocation(context, mcp, { kind: "prompt", name: prompt.name });
      const work = (): Promise<Outcome> => write(prompt, params.arguments, invocation);
      const outcome = await withDeadline(invocation, work, throwInternalError);
      if ("refusal" in outcome) refuse(outcome.refusal);
      return outcome.result;
    });
  };
  return { methodPrefix: "prompts/", capabilities: { prompts: { listChanged: false } }, register };
}

function refuse(message: string): never {
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}

type Outcome =
  | { readonly result: GetPromptResult | InputRequiredResult }
  /** The caller's mistake. */
  | { readonly refusal: string };

async function write(prompt: AnyPrompt, input: unknown, invocation: Invocation): Promise<Outcome> {
  const args = await parseValue(prompt.arguments, input ?? {});
  if ("issues" in args) {
    return { refusal: `Invalid arguments for the prompt "${prompt.name}": ${args.issues}` };
  }
  const content = await prompt.write(args.value, callContext(invocation));
  const result = toResult(prompt, content);
  if (isInputRequiredResult(result) && !canBeAsked(invocation)) {
    return { refusal: cannotBeAsked(invocation) };
  }
  return { result: await withSealedState(result, invocation.states) };
}

/** @throws Error when it is no content of a prompt, whatever its type says. */
function toResult(
  { description }: AnyPrompt,
  content: PromptContent,
): GetPromptResult | InputRequiredResult {
  if (typeof content === "string") {
    return {
      description,
      messages: [{ role: "user", content: { type: "text", text: content } }],
    };
  }
  if (isInputRequiredResult(content)) return content;
  const isList = Array.isArray as (value: unknown) => value is readonly unknown[];
  if (!isList(content) || !content.every(isMessage)) {
    throw new Error("the prompt wrote neither a text nor messages");
  }
  return { description, messages: [...content] };
}

function isMessage(value: unknown): boolean {
  const { role, content } = (value ?? {}) as { role?: unknown; content?: { type?: unknown } };
  return (role === "user" || role === "assistant") && typeof content?.type === "string";
}

/** As prompts/list shows it. */
function describe({ name, title, description, arguments: schema, ...rest }: AnyPrompt): Prompt {
  const { properties = {}, required = [] } = jsonSchema(schema, "input") as {
    properties?: Readonly<Record<string, { description?: string }>>;
    required?: readonly string[];
  };
  const args = Object.entries(properties).map(([argument, property]) => ({
    name: argument,
    ...(property.description !== undefined && { description: property.description }),
    required: required.includes(argument),
  }));
  return { name, title, description, arguments: args, ...decoration(rest) };
}
