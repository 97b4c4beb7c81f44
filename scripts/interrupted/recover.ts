/**
 * Before a stack is changed: what a run that was killed had begun to make. Pulumi does not know whether
 * it is there, and would make it once more, which AWS refuses or does twice.
 * https://www.pulumi.com/docs/support/troubleshooting/common-issues/interrupted-updates/
 */
import { UserError } from "pulumi-local";
import { type AwsAccess, awsTrouble } from "../observed/aws-access";
import { placeOptions } from "../pulumi/pulumi-cli";
import { settingsOf } from "../versions/deployed-stack";
import { runUnlocked } from "./dead-lock";
import {
  type InterruptedState,
  interruptedState,
  nameOf,
  type PendingCreate,
} from "./pending-creates";
import { idOf, takeOver } from "./taken-over";

const say = (text: string): unknown => process.stderr.write(`${text}\n`);

/** @param args options of the command, for its stack. @throws UserError where the stack cannot be changed. */
export async function recoverInterrupted(args: readonly string[]): Promise<void> {
  const place = placeOptions(args);
  const state = interruptedState(place);
  if (state === undefined) return;
  const { creates } = state;
  say(`The last run was ended while it made ${creates.map(nameOf).join(", ")}.`);
  // It takes the stack's lock: nobody is making them now.
  await refresh(state, place, "--skip-pending-creates");
  for (const create of creates.filter((each) => idOf(each) !== undefined)) {
    if (takeOver(create, place)) say(`${nameOf(create)} was there, and is the stack's now.`);
  }
  const rest = creates.filter((create) => idOf(create) === undefined);
  if (rest.length > 0) await removeRemains(state, rest, accessOf(place));
  await refresh(state, place, "--clear-pending-creates");
}

async function refresh(
  { stackUrn }: InterruptedState,
  place: readonly string[],
  option: string,
): Promise<void> {
  const targets = stackUrn === "" ? [] : ["--target", stackUrn];
  const command = ["refresh", "--yes", "--skip-preview", ...targets, option, ...place];
  if ((await runUnlocked(command)) !== 0) {
    throw new UserError("What the last run left was not put in order: Pulumi's reason is above.");
  }
}

async function removeRemains(
  state: InterruptedState,
  creates: readonly PendingCreate[],
  access: AwsAccess | undefined,
): Promise<void> {
  const { removalOf } = await import("./remains");
  for (const create of creates) {
    const remove = removalOf(create);
    if (remove === undefined || access === undefined) continue;
    try {
      await remove({ access, state });
    } catch (error) {
      const trouble = awsTrouble(error, `look for a ${nameOf(create)} that was left behind`);
      // The update is worth more than what may be left.
      const why = trouble instanceof Error ? trouble.message : String(trouble);
      say(`${nameOf(create)} may be there twice: it could not be looked for. ${why}`);
    }
  }
}

function accessOf(place: readonly string[]): AwsAccess | undefined {
  const config = settingsOf(place);
  const region = config["aws:region"] ?? process.env["AWS_REGION"];
  return region === undefined ? undefined : { region, profile: config["aws:profile"] };
}
