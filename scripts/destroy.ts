/**
 * `npm run destroy` removes everything without asking, so it wants to be told of which stack, and says
 * how to take the protection off one that has any.
 */
import { runCommand, shellWord, UserError } from "pulumi-local";
import { runUnlocked } from "./interrupted/dead-lock";
import { recoverInterrupted } from "./interrupted/recover";
import { hasOption, optionValue, placeOptions } from "./pulumi/pulumi-cli";
import { logicalName, readState } from "./pulumi/stack-state";

/** With these nothing is removed. */
const WITHOUT_REMOVAL = ["-h", "--help", "--preview-only"];

runCommand(async () => {
  const args = process.argv.slice(2);
  const stack = optionValue(args, "-s", "--stack");
  if (hasOption(args, ...WITHOUT_REMOVAL)) {
    process.exitCode = await runUnlocked(["destroy", ...args]);
    return;
  }
  if (stack === undefined) {
    throw new UserError("Name the stack to destroy: npm run destroy -- --stack dev");
  }
  if (!hasOption(args, "--exclude-protected", "--ignore-protect")) refuseProtected(stack, args);
  await recoverInterrupted(args);
  process.exitCode = await runUnlocked(["destroy", "--yes", ...args]);
  if (process.exitCode !== 0) return;
  // Without the option the settings file goes too, which is committed.
  process.stdout.write(
    "To forget the stack as well, and keep its settings: pulumi stack rm STACK --preserve-config\n",
  );
});

/** @throws UserError with the names of what the stack's state has as protected. */
function refuseProtected(stack: string, args: readonly string[]): void {
  const { resources = [] } = readState(placeOptions(args));
  const names = resources.filter(({ protect }) => protect === true).map(logicalName);
  if (names.length === 0) return;
  const name = shellWord(stack);
  throw new UserError(
    `${stack} is protected (${names.join(", ")}), so nothing was removed. To take it off: pulumi config set protect false --stack ${name} && pulumi config set protectData false --stack ${name} && npm run up -- --stack ${name}`,
  );
}
