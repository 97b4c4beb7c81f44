/** The feature completions: completion/complete, for arguments of prompts and variables of templates. */
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Completers } from "../definitions/call-context";
import type { ServerDefinition } from "../definitions/server-definition";
import type { Feature } from "./feature";
import { createInvocation, withDeadline } from "./invocation";
import { cutText } from "./issues";

/** The protocol's limit for the suggestions of a response. */
const MAX_VALUES = 100;

/** Of what has been typed, and of the names: completers compare it with all that they know. */
const MAX_LENGTH = 2_048;

export function prepareCompletions({
  prompts,
  resourceTemplates,
}: ServerDefinition): Feature | undefined {
  if (![...prompts, ...resourceTemplates].some(({ complete }) => complete)) return undefined;

  /** What completes a prompt or a template. @throws ProtocolError when there is none of that name. */
  const completersOf = (kind: "prompt" | "resource", name: string): Completers => {
    const found =
      kind === "prompt"
        ? prompts.find((prompt) => prompt.name === name)
        : resourceTemplates.find(({ uriTemplate }) => uriTemplate === name);
    if (found !== undefined) return found.complete ?? {};
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `There is no ${kind} ${cutText(name)}`,
    );
  };

  const register: Feature["register"] = ({ server }, context) => {
    server.setRequestHandler("completion/complete", async ({ params }, mcp) => {
      const { ref, argument } = params;
      const [kind, name] =
        ref.type === "ref/prompt"
          ? (["prompt", ref.name] as const)
          : (["resource", ref.uri] as const);
      const isTooLong = [name, argument.name, argument.value].some(
        (text) => text.length > MAX_LENGTH,
      );
      if (isTooLong) {
        const message = `Invalid params: ref and argument have at most ${MAX_LENGTH} characters`;
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
      }
      const completers = completersOf(kind, name);
      const complete = Object.hasOwn(completers, argument.name)
        ? completers[argument.name]
        : undefined;
      const suggest = async (): Promise<readonly string[]> => {
        const suggested = (await complete?.(argument.value)) ?? [];
        if (suggested.every((value) => typeof value === "string")) return suggested;
        throw new Error("the completer gave no list of texts");
      };
      const invocation = createInvocation(context, mcp, { kind, name });
      // Suggestions are a comfort: without them people type by themselves.
      const all = await withDeadline(invocation, suggest, () => []);
      const values = all.slice(0, MAX_VALUES);
      return { completion: { values, total: all.length, hasMore: all.length > values.length } };
    });
  };
  return { methodPrefix: "completion/", capabilities: { completions: {} }, register };
}
