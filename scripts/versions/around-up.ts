/** What `npm run up` does of versions before and after it deploys. */
import { UserError } from "pulumi-local";
import { placeOptions } from "../pulumi/pulumi-cli";
import {
  type DeployedStack,
  deployedStack,
  findStack,
  numberIn,
  settingsOf,
} from "./deployed-stack";
import { stackCommand } from "./stack-command";
import type { Routing } from "./versioned-function";

/**
 * Also where this folder knows nothing of it: it may have been begun in another clone.
 *
 * @throws UserError while a part of the calls goes to a second version.
 */
export async function refuseDuringRollout(args: readonly string[]): Promise<void> {
  const stack = findStack(args);
  // Lambda has a second version there by itself, while it keeps environments ready.
  if (typeof stack === "string" || stack.isKeptReady) return;
  const next = await secondVersion(stack);
  if (next === undefined) return;
  throw new UserError(
    `A rollout is under way: ${Math.round(next.weight * 100)} % of the calls go to version ${next.version}. Go on with it: ${stackCommand(stack.name, "rollout")}. End it: ${stackCommand(stack.name, "rollout", "--abort")}`,
  );
}

/** Undefined too where AWS does not say: who may not look may be let deploy all the same. */
async function secondVersion(stack: DeployedStack): Promise<Routing["next"]> {
  const { VersionedFunction } = await import("./versioned-function");
  try {
    return (await new VersionedFunction(stack, stack.functionName).routing()).next;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`Whether a rollout is under way is not known. ${error.message}\n`);
    return undefined;
  }
}

/** With the setting keepVersions. */
export async function pruneAfterUp(args: readonly string[]): Promise<void> {
  if (numberIn(settingsOf(placeOptions(args)), "keepVersions") === undefined) return;
  const { pruneVersions } = await import("./prune");
  await pruneVersions(deployedStack(args), (line) => process.stdout.write(`${line}\n`));
}
