/**
 * `npm run up`: `pulumi up` without asking, with all its options, and then what to do with the stack that
 * is deployed, and whether it serves (scripts/smoke; left out with --no-smoke). Exit status: Pulumi's;
 * 3 when it is deployed and a check failed.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT, runCommand } from "pulumi-local";
import { runUnlocked } from "./interrupted/dead-lock";
import { recoverInterrupted } from "./interrupted/recover";
import { nextSteps, type StackOutputs } from "./pulumi/next-steps";
import { hasOption, optionValue, placeOptions, readPulumi, shortOutput } from "./pulumi/pulumi-cli";
import { refuseWrongSettings } from "./pulumi/settings-check";
import { findProof } from "./smoke/proof";
import { smokeSubject } from "./smoke/smoke-subject";
import { stackSubject } from "./smoke/subject";
import { pruneAfterUp, refuseDuringRollout } from "./versions/around-up";
import { stackCommand } from "./versions/stack-command";

/** With these nothing is deployed, or the output is for a program. */
const WITHOUT_NEXT_STEPS = ["-h", "--help", "--json", "-j", "--preview-only"];

const WITHOUT_SMOKE = "--no-smoke";

/** With these nothing is deployed. */
const WITHOUT_DEPLOYMENT = ["-h", "--help", "--preview-only"];

runCommand(async () => {
  const args = process.argv.slice(2);
  await refuseWrongSettings(args);
  if (!hasOption(args, ...WITHOUT_DEPLOYMENT)) {
    await refuseDuringRollout(args);
    await recoverInterrupted(args);
  }
  const isPlain = hasOption(args, ...WITHOUT_NEXT_STEPS);
  const given = args.filter((arg) => arg !== WITHOUT_SMOKE);
  const status = await runUnlocked(["up", "--yes", ...(isPlain ? [] : shortOutput()), ...given]);
  process.exitCode = status;
  if (status !== 0 || isPlain) return;
  process.stdout.write(stepsOf(given));
  // What does not serve keeps its way back.
  if (given.length === args.length && !(await isServing(given))) {
    process.stderr.write(wayBack(given));
    process.exitCode = 3;
    return;
  }
  await pruneAfterUp(given);
});

function wayBack(args: readonly string[]): string {
  const stack = optionValue(args, "-s", "--stack");
  const command = (script: string): string =>
    stack === undefined ? `npm run ${script}` : stackCommand(stack, script);
  return `The stack is deployed, and does not serve as it should. Look: ${command("logs")}. The way back: ${command("rollback")}. A domain that is new needs minutes: ${command("smoke")} again.\n`;
}

/** Asks the endpoint what clients ask; true where the stack has none. */
async function isServing(args: readonly string[]): Promise<boolean> {
  const place = placeOptions(args);
  if (!hasEndpoint(readPulumi(["stack", "output", "--json", ...place]))) return true;
  process.stdout.write("\nsmoke      ");
  const subject = stackSubject({ place });
  const proof = await findProof(subject);
  return smokeSubject(subject, { proof, tool: undefined, json: false });
}

function hasEndpoint(outputs: string | undefined): boolean {
  return outputs !== undefined && (JSON.parse(outputs) as StackOutputs).endpoint !== undefined;
}

/** "" where the stack cannot be read again: it is deployed all the same. */
function stepsOf(args: readonly string[]): string {
  const place = placeOptions(args);
  const outputs = readPulumi(["stack", "output", "--json", ...place]);
  const name = optionValue(args, "-s", "--stack") ?? readPulumi(["stack", "--show-name"]);
  if (outputs === undefined || name === undefined) return "";
  // Not set is an error of the CLI.
  const auth = readPulumi(["config", "get", "auth", ...place]) ?? "none";
  return nextSteps({
    outputs: JSON.parse(outputs) as StackOutputs,
    auth: auth.trim(),
    stack: name.trim(),
    hasAdd: fs.existsSync(path.join(PROJECT_ROOT, "handlers/tools/add.ts")),
  });
}
