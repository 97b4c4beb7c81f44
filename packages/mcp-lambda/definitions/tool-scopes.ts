/** Scopes that tools need, for the program: what its API asks callers for. */
import type { ServerDefinition } from "./server-definition";

/** By the names of tools; those that need none are left out. */
export function toolScopes({
  tools,
}: Pick<ServerDefinition, "tools">): Readonly<Record<string, readonly string[]>> {
  const entries = tools.flatMap(({ name, scopes = [] }) =>
    scopes.length === 0 ? [] : [[name, scopes] as const],
  );
  return Object.fromEntries(entries);
}

/** @throws Error when tools need scopes that callers cannot have. */
export function requireScopedAuth(
  definition: Pick<ServerDefinition, "tools">,
  auth = "none",
): void {
  const [name] = Object.keys(toolScopes(definition));
  if (name === undefined || auth === "jwt") return;
  throw new Error(
    `tool "${name}": scopes: only with auth: jwt, and it is ${auth}: leave them out, or set auth to jwt`,
  );
}
