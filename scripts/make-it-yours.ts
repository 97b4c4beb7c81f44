/**
 * `npm run make-it-yours`: once, after `pulumi new` or a clone. Removes what belongs to the template
 * alone, begins server, README and changelog anew, and writes the project's name where it is needed.
 * Lists all of it first, and asks.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline/promises";
import { PROJECT_ROOT, readArguments, runCommand, UserError } from "pulumi-local";
import { type Leftovers, leftoversOf } from "./make-it-yours/leftovers";
import { CHANGELOG, type Identity, readmeText, serverText } from "./make-it-yours/own-texts";
import { dropLinks } from "./make-it-yours/links";
import { readIdentity, rename } from "./make-it-yours/renaming";

const USAGE = `npm run make-it-yours -- [--name NAME] [--keep-examples] [--yes] [--force]

  --name           the project's name; default: that of Pulumi.yaml
  --keep-examples  leaves the tools, resources and prompts that are there
  --yes            does not ask
  --force          also with changes that are not committed
`;

const flag = { type: "boolean" } as const;
const OPTIONS = {
  ...{ name: { type: "string" } as const },
  ...{ "keep-examples": flag, yes: flag, force: flag },
};

runCommand(async () => {
  const args = readArguments(process.argv.slice(2), OPTIONS, USAGE);
  const found = readIdentity(PROJECT_ROOT);
  const identity = { ...found, name: checkedName(args.text("name") ?? found.name) };
  if (!args.flag("force")) refuseUncommitted();
  const leftovers = leftoversOf(PROJECT_ROOT, args.flag("keep-examples"));
  process.stdout.write(planText(identity, leftovers));
  if (!args.flag("yes") && !(await isWanted())) {
    throw new UserError("Nothing was changed. To go ahead: npm run make-it-yours -- --yes");
  }
  await carryOut(identity, leftovers, found.name);
  process.stdout.write(
    'Done. Next: npm run new:tool -- my-tool, npm run check, git add -A && git commit -m "Begin"\n',
  );
});

/** https://www.pulumi.com/docs/iac/concepts/projects/ and what AWS takes for a function. */
function checkedName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,48}$/.test(name)) return name;
  throw new UserError(
    `The name is "${name}" but must be at most 49 letters, digits, - and _: names in AWS begin with it. Choose one: npm run make-it-yours -- --name my-tools`,
  );
}

/** Without git nothing can be brought back, so there it is only asked. */
function refuseUncommitted(): void {
  const { status, stdout } = spawnSync("git", ["status", "--porcelain", "--", "."], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
  });
  if (status !== 0 || stdout.trim() === "") return;
  const files = stdout.trim().split("\n").length;
  throw new UserError(
    `${files} ${files === 1 ? "file has" : "files have"} changes that are not committed, and could not be brought back. Commit them first (git add -A && git commit), or go ahead all the same: npm run make-it-yours -- --force`,
  );
}

function planText({ name, description }: Identity, leftovers: Leftovers): string {
  const removed = leftovers.removed.map(([file, why]) => `  ${file.padEnd(38)} ${why}\n`).join("");
  const server = leftovers.isServerEmptied
    ? "  handlers/server.ts, without tools\n"
    : "  (handlers/server.ts stays as it is, with the tools that it names)\n";
  return `This project is ${name}: ${description}\n\nRemoved:\n${removed}\nWritten anew:\n${server}  README.md, CHANGELOG.md\n\nThe name goes into package.json, package-lock.json and the settings of stacks.\n\n`;
}

async function isWanted(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C is a no.
  const answer = await terminal.question("Go ahead? [y/N] ").catch(() => "");
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function carryOut(
  identity: Identity,
  { removed, isServerEmptied }: Leftovers,
  before: string,
): Promise<void> {
  const gone = removed.map(([file]) => file);
  const write = (file: string, text: string): void => {
    fs.writeFileSync(path.join(PROJECT_ROOT, file), text);
  };
  for (const file of gone) fs.rmSync(path.join(PROJECT_ROOT, file), { recursive: true });
  for (const folder of [
    "handlers/resources",
    "handlers/prompts",
    "handlers/tools",
    "tests/tools",
  ]) {
    const at = path.join(PROJECT_ROOT, folder);
    if (fs.existsSync(at) && fs.readdirSync(at).length === 0) fs.rmdirSync(at);
  }
  if (isServerEmptied) write("handlers/server.ts", serverText(identity));
  write("README.md", readmeText(identity));
  write("CHANGELOG.md", CHANGELOG);
  rename(PROJECT_ROOT, before, { identity, gone });
  await dropLinks(PROJECT_ROOT, gone);
}
