/**
 * The steps of a rollout. The order of each is such that whoever ends it (Ctrl-C, kill -9, a lost
 * network) leaves what the next run finds again in alias and setting, and callers with a version that is
 * whole. But for `pulumi up` itself, whose end in its middle is mended as that of any deployment.
 */
import { UserError } from "pulumi-local";
import type { DeployedStack } from "../versions/deployed-stack";
import { clearPin, readAliasAnew, setPin } from "../versions/pin";
import { modeOf, streams } from "../versions/response-mode";
import { stackCommand } from "../versions/stack-command";
import type { VersionedFunction } from "../versions/versioned-function";
import { whyBroken } from "./try-version";

export interface Rollout {
  readonly stack: DeployedStack;
  readonly lambda: VersionedFunction;
  /** `pulumi up`, with its exit status. */
  readonly deploy: () => Promise<number>;
  readonly say: (line: string) => unknown;
}

/**
 * Publishes what lies in the folder, with the alias kept where it is.
 *
 * @returns the new version, undefined where the live one is the newest.
 * @throws UserError where it cannot be deployed beside the live one, or does not run.
 */
export async function publish(live: number, rollout: Rollout): Promise<number | undefined> {
  const { stack, lambda, deploy, say } = rollout;
  refuseOtherMode(stack, streams(await lambda.versions(), live), live);
  const isPinned = stack.pin !== undefined;
  if (!isPinned) await setPin(live, stack);
  const status = await deploy();
  if (status !== 0) {
    if (!isPinned) await clearPin(stack);
    throw new UserError(`pulumi up has failed. Version ${live} is live, as before.`);
  }
  const newest = (await lambda.versions()).at(-1)?.number ?? live;
  if (newest === live) {
    await clearPin(stack);
    return undefined;
  }
  const why = await whyBroken(lambda, newest, stack);
  if (why !== undefined) {
    throw new UserError(
      `Version ${newest} gets no call, for ${why}. Version ${live} is live, and stays so: ${stays(live, stack)}`,
    );
  }
  say(`Version ${newest} is published, runs, and gets no call yet.`);
  return newest;
}

/** Before the API is deployed, which would change at once for all calls. */
function refuseOtherMode(
  { streaming, pin }: DeployedStack,
  isStreamed: boolean,
  live: number,
): void {
  if (isStreamed === streaming) return;
  const unpin = pin === undefined ? "" : "npm run rollback -- --clear, ";
  throw new UserError(
    `Version ${live}, which is live, ${modeOf(isStreamed)}, and the setting streaming is ${streaming}: the API changes for all calls at once, and would answer those of version ${live} with 502. Take the change of streaming back (git revert), or deploy it for all calls: ${unpin}npm run up`,
  );
}

/** The decision is in the setting before the alias is moved: a run that finds it goes on with it. */
export async function goForward(next: number, { stack, lambda, say }: Rollout): Promise<void> {
  await setPin(next, stack);
  await lambda.route({ version: next });
  say(`Version ${next} is live, for all calls.`);
  await readAliasAnew(stack);
  await clearPin(stack);
}

/** The alias first: callers wait for it. Pulumi never knew of the part that the new version had. */
export async function goBack(live: number, { stack, lambda, say }: Rollout): Promise<void> {
  await lambda.route({ version: live });
  await setPin(live, stack);
  say(`Version ${live} is live, for all calls. It stays so: ${stays(live, stack)}`);
}

function stays(live: number, { name }: DeployedStack): string {
  return `the setting version is ${live}. Mend the new one, and try again: ${stackCommand(name, "rollout")}`;
}
