/** A command to paste, which names the stack that it is about: another one may be selected. */
import { shellWord } from "pulumi-local";

/** @param script of package.json. */
export function stackCommand(stack: string, script: string, ...options: readonly string[]): string {
  return `npm run ${script} -- ${[...options, "--stack", shellWord(stack)].join(" ")}`;
}
