/** What the server's definitions ask of the program: tables, secrets, states, tasks. */
import { type HandlerBundle, type HandlerSource, readDefinitionNow } from "pulumi-handler-layer";
import type { DeclaredFeatures } from "mcp-lambda";
import type { Variables } from "../function/lambda-function";

/** Without one of these members a definition asks for nothing, and need not be read. */
const MEMBERS = /\b(needs|asks|background)["'\]]*\s*[:,}=]/;

const NOTHING: DeclaredFeatures = { needs: {}, hasState: false };

/**
 * @param source what defines the server; undefined: nothing that asks for anything.
 * @param variables of the function, as far as they are known when it is loaded.
 * @throws pulumi.RunError when definitions contradict each other.
 */
export function declaredFeatures(
  { text }: Pick<HandlerBundle, "text">,
  source: HandlerSource | undefined,
  variables: Variables,
): DeclaredFeatures {
  if (source === undefined || !MEMBERS.test(text)) return NOTHING;
  const by = { module: "mcp-lambda", export: "declaredFeatures" };
  return readDefinitionNow(source, { by, variables }) as DeclaredFeatures;
}
