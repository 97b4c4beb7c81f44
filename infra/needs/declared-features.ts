/** What the server's definitions ask of the program: tables, secrets, states, tasks. */
import { type HandlerBundle, type HandlerSource, readDefinitionNow } from "pulumi-handler-layer";
import type { DeclaredFeatures } from "mcp-lambda";
import { toolVariables } from "../tool-access";

/** Without one of these words a definition asks for nothing, and need not be read. */
const WORDS = /\b(needs|asks|background)\b/;

const NOTHING: DeclaredFeatures = { needs: {}, hasState: false };

/**
 * @param source what defines the server; undefined: nothing that asks for anything.
 * @throws pulumi.RunError when definitions contradict each other.
 */
export function declaredFeatures(
  { text }: Pick<HandlerBundle, "text">,
  source: HandlerSource | undefined,
): DeclaredFeatures {
  if (source === undefined || !WORDS.test(text)) return NOTHING;
  const by = { module: "mcp-lambda", export: "declaredFeatures" };
  return readDefinitionNow(source, { by, variables: toolVariables }) as DeclaredFeatures;
}
