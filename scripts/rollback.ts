/**
 * `npm run rollback`: sends all calls to an earlier version of the function. The setting `version` is
 * written first, then the alias is moved at AWS, then Pulumi reads it anew: whenever this is
 * interrupted, the next `npm run up` does what the setting says.
 */
import { createInterface } from "node:readline/promises";
import { readArguments, runCommand, UserError } from "pulumi-local";
import { rollbackTarget } from "./rollback/target";
import { type DeployedStack, deployedStack } from "./versions/deployed-stack";
import { clearPin, readAliasAnew, setPin } from "./versions/pin";
import { stackCommand } from "./versions/stack-command";
import { versionLines } from "./versions/version-list";
import { VersionedFunction } from "./versions/versioned-function";

const USAGE = `npm run rollback -- [--to VERSION] [--stack NAME] [--yes]

  --to VERSION  the version to go to; default: the one before the live one
  --yes         does not ask
  --list        shows the versions, and changes nothing
  --clear       takes the setting "version" away: the next npm run up makes the newest version live
  --stack NAME  stack; default: the one that is selected
`;

const OPTIONS = {
  to: { type: "string" },
  yes: { type: "boolean", short: "y" },
  list: { type: "boolean" },
  clear: { type: "boolean" },
  stack: { type: "string", short: "s" },
} as const;

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

runCommand(async () => {
  const args = readArguments(process.argv.slice(2), OPTIONS, USAGE);
  const name = args.text("stack");
  const stack = deployedStack(name === undefined ? [] : ["--stack", name]);
  if (args.flag("clear")) {
    await clear(stack);
    return;
  }
  const lambda = new VersionedFunction(stack, stack.functionName);
  const [versions, found] = await Promise.all([lambda.versions(), lambda.routing()]);
  // With environments that are kept ready Lambda has a second version there for a while, by itself.
  const routing = stack.isKeptReady ? { version: found.version } : found;
  print(versionLines(versions, routing));
  if (args.flag("list")) return;
  const target = rollbackTarget(versions, routing, args.wholeNumber("to", 1, 999_999));
  if (target === routing.version && routing.next === undefined && stack.pin === target) {
    print(`Version ${target} is live, and stays so.`);
    return;
  }
  if (!args.flag("yes")) await agree(`Send all calls of ${stack.name} to version ${target}?`);
  await goTo(target, stack, lambda);
});

async function goTo(
  target: number,
  stack: DeployedStack,
  lambda: VersionedFunction,
): Promise<void> {
  const begun = Date.now();
  await setPin(target, stack);
  await lambda.route({ version: target });
  print(`Version ${target} is live, after ${((Date.now() - begun) / 1_000).toFixed(1)} s.`);
  await readAliasAnew(stack);
  print(
    `It stays so: the setting version is ${target}, in Pulumi.${stack.name.split("/").at(-1) ?? ""}.yaml (commit it, if others or a pipeline deploy this stack), and what npm run up deploys gets no request. Forward again, when it is mended: ${stackCommand(stack.name, "rollback", "--clear")}, then ${stackCommand(stack.name, "up")}`,
  );
}

async function clear(stack: DeployedStack): Promise<void> {
  if (stack.pin === undefined) {
    print("The setting version is not set: npm run up makes what it deploys live.");
    return;
  }
  await clearPin(stack);
  print(
    `The setting version is taken away. Version ${stack.pin} stays live until the next ${stackCommand(stack.name, "up")}, which makes the newest one live.`,
  );
}

/** @throws UserError where the answer is no, or where there is nobody to ask. */
async function agree(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new UserError("Nothing is changed: to go there, add --yes.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new UserError("Nothing is changed.");
  } finally {
    terminal.close();
  }
}
