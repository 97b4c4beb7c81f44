/** What lines for clients are made of. */
import type { SignIn } from "./server-access";

/** How callers prove who they are. */
export type ConnectionAccess = { readonly kind: "none" | "iam" | "apiKey" } | SignIn;

export type Section = readonly [client: string, lines: string];

/** What the lines are made of. */
export interface LineParts {
  /** What clients call the server. */
  readonly name: string;
  readonly url: string;
  readonly access: ConnectionAccess;
  readonly platform: NodeJS.Platform;
  /** Text as one word of the shell. */
  readonly word: (text: string) => string;
}

/** Variable that an API key is taken from, so that it gets into no file and no history. */
export const KEY_VARIABLE = "MCP_API_KEY";

/** A variable of the shell, within double quotes. */
export function shellVariable(name: string, platform: NodeJS.Platform): string {
  return platform === "win32" ? `$env:${name}` : `$${name}`;
}
