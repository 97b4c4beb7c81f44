/** completion/complete: suggestions for arguments of prompts and variables of resource templates. */
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Completers } from "../call-context";
import type { ServerPart } from "./exchange";
import type { Runner } from "./run";
import type { ServerDefinition } from "../server-definition";

/** The protocol's limit for the suggestions of an answer. */
const MAX_VALUES = 100;

export function prepareCompletions(
  { prompts, resourceTemplates }: ServerDefinition,
  { runOf, runWithin }: Runner,
): ServerPart | undefined {
  if (![...prompts, ...resourceTemplates].some(({ complete }) => complete)) return undefined;

  /** What completes a prompt or a template. @throws ProtocolError when there is none of that name. */
  const completersOf = (kind: "prompt" | "resource", name: string): Completers => {
    const found =
      kind === "prompt"
        ? prompts.find((prompt) => prompt.name === name)
        : resourceTemplates.find(({ uriTemplate }) => uriTemplate === name);
    if (found !== undefined) return found.complete ?? {};
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no ${kind} ${name}`);
  };

  const serve: ServerPart["serve"] = ({ server }, exchange) => {
    server.setRequestHandler("completion/complete", async ({ params: { ref, argument } }) => {
      const [kind, name] =
        ref.type === "ref/prompt"
          ? (["prompt", ref.name] as const)
          : (["resource", ref.uri] as const);
      const completers = completersOf(kind, name);
      const complete = Object.hasOwn(completers, argument.name)
        ? completers[argument.name]
        : undefined;
      const suggest = async (): Promise<readonly string[]> => complete?.(argument.value) ?? [];
      // Suggestions are a comfort: without them people type by themselves.
      const all = await runWithin(runOf(exchange, kind, name), suggest, () => []);
      const values = all.slice(0, MAX_VALUES);
      return { completion: { values, total: all.length, hasMore: all.length > values.length } };
    });
  };
  return { prefix: "completion/", capabilities: { completions: {} }, serve };
}
