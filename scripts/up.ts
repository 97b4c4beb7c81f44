/**
 * `npm run up`: `pulumi up` without asking, with all its options, and then what to do with the stack that
 * is deployed. Exit status: Pulumi's.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT, runCommand } from "pulumi-local";
import { nextSteps, type StackOutputs } from "./pulumi/next-steps";
import {
  hasOption,
  optionValue,
  placeOptions,
  readPulumi,
  runPulumi,
  shortOutput,
} from "./pulumi/pulumi-cli";
import { refuseWrongSettings } from "./pulumi/settings-check";
import { pruneAfterUp, refuseDuringRollout } from "./versions/around-up";

/** With these nothing is deployed, or the output is for a program. */
const WITHOUT_NEXT_STEPS = ["-h", "--help", "--json", "-j", "--preview-only"];

runCommand(async () => {
  const args = process.argv.slice(2);
  await refuseWrongSettings(args);
  await refuseDuringRollout(args);
  const isPlain = hasOption(args, ...WITHOUT_NEXT_STEPS);
  const status = await runPulumi(["up", "--yes", ...(isPlain ? [] : shortOutput()), ...args]);
  process.exitCode = status;
  if (status !== 0 || isPlain) return;
  process.stdout.write(stepsOf(args));
  await pruneAfterUp(args);
});

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
