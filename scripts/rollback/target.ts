/** Which version a rollback goes to. */
import { UserError } from "pulumi-local";
import { modeOf, streams } from "../versions/response-mode";
import type { FunctionVersion, Routing } from "../versions/versioned-function";

type Version = Pick<FunctionVersion, "number" | "variables">;

/**
 * @param to what was asked for; default: the version before the live one, and while a new one is being
 * rolled out the one that most calls go to.
 * @throws UserError for a version that is not there, and for one that responds in another mode than the
 * live one: the API would stay in that of the live one.
 */
export function rollbackTarget(
  versions: readonly Version[],
  routing: Routing,
  to?: number,
): number {
  const { version: live } = routing;
  const target = chosen(versions, routing, to);
  if (streams(versions, target) === streams(versions, live)) return target;
  const [mode, liveMode] = [target, live].map((number) => modeOf(streams(versions, number)));
  throw new UserError(
    `Version ${target} ${mode}, and version ${live}, which is live, ${liveMode}: the API stays as it is, and would answer 502. Go back together with the setting streaming: git revert, npm run rollback -- --clear, npm run up`,
  );
}

function chosen(versions: readonly Version[], { version, next }: Routing, to?: number): number {
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
