/** Which version a rollback goes to. */
import { UserError } from "pulumi-local";
import type { FunctionVersion, Routing } from "../versions/versioned-function";

/**
 * @param to what was asked for; default: the version before the live one, and while a new one is being
 * rolled out the one that most calls go to.
 * @throws UserError for a version that is not there.
 */
export function rollbackTarget(
  versions: readonly Pick<FunctionVersion, "number">[],
  { version, next }: Routing,
  to?: number,
): number {
  const numbers = versions.map(({ number }) => number);
  if (to !== undefined) {
    if (numbers.includes(to)) return to;
    throw new UserError(`There is no version ${to}. There are ${numbers.join(", ")}.`);
  }
  if (next !== undefined) return version;
  const before = numbers.findLast((number) => number < version);
  if (before !== undefined) return before;
  throw new UserError(
    `There is no version before ${version}, which is live. There are ${numbers.join(", ")}: choose one with --to.`,
  );
}
