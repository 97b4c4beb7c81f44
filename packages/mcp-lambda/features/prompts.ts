/** The feature prompts: prompts/list and prompts/get. */
import {
  type GetPromptResult,
  type InputRequiredResult,
  isInputRequiredResult,
  type Prompt,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import type { AnyPrompt, PromptContent } from "../definitions/prompt";
import type { Feature } from "./feature";
import { callContext, createInvocation, throwInternalError, withDeadline } from "./invocation";
import { pageOf } from "./pages";
import { cutText, describeIssues } from "./issues";
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
      const args = await prompt.arguments.safeParseAsync(params.arguments ?? {});
      if (!args.success) {
        const issues = describeIssues(args.error.issues);
        refuse(`Invalid arguments for the prompt "${prompt.name}": ${issues}`);
      }
      const invocation = createInvocation(context, mcp, { kind: "prompt", name: prompt.name });
      const write = async (): Promise<PromptContent> =>
        prompt.write(args.data, callContext(invocation));
      const content = await withDeadline(invocation, write, throwInternalError);
      return withSealedState(toResult(prompt, content), context.states);
    });
  };
  return { methodPrefix: "prompts/", capabilities: { prompts: { listChanged: false } }, register };
}

function refuse(message: string): never {
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}

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
  return isInputRequiredResult(content) ? content : { description, messages: [...content] };
}

/** As prompts/list shows it. */
function describe({ name, title, description, arguments: schema }: AnyPrompt): Prompt {
  const { properties = {}, required = [] } = jsonSchema(schema, "input") as {
    properties?: Readonly<Record<string, { description?: string }>>;
    required?: readonly string[];
  };
  const args = Object.entries(properties).map(([argument, property]) => ({
    name: argument,
    ...(property.description !== undefined && { description: property.description }),
    required: required.includes(argument),
  }));
  return { name, title, description, arguments: args };
}
