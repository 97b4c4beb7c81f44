/**
 * `npm run mutation`: changes the sources in small ways, one at a time, and tells which of these
 * mutants no test notices. What it writes to docs/mutation.md is the rate of its last runs.
 */
import { PROJECT_ROOT, readArguments, runCommand, UserError } from "pulumi-local";
import { type GroupName, GROUPS, isGroupName } from "./mutation/groups";
import { runGroup } from "./mutation/run-group";
import { writeReport } from "./mutation/report";

const NAMES = Object.keys(GROUPS).join(" or ");
const USAGE = `npm run mutation -- GROUP [OPTION ...]

  GROUP         ${NAMES}
  --every N     one mutant in N, the same in each run; default 10 or 6
  --all         all of them
  --only PATHS  those of files or folders, with commas between
  --seed TEXT   another sample
  --again       runs those once more that no test noticed
  --docs        writes docs/mutation.md from what is known; runs nothing
`;

runCommand(async () => {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    ...{ every: text, only: text, seed: text },
    all: flag,
    again: flag,
    docs: flag,
  };
  const args = readArguments(process.argv.slice(2), options, USAGE, { positionals: 1 });
  const every = args.flag("all") ? 1 : args.wholeNumber("every", 1, 1_000);
  const seed = args.text("seed") ?? "1";
  if (args.flag("docs")) {
    process.stdout.write(`${await writeReport(PROJECT_ROOT, { every, seed })}\n`);
    return;
  }
  const run = { every, seed, only: args.text("only"), again: args.flag("again") };
  await runGroup(PROJECT_ROOT, groupOf(args.rest[0]), run);
});

function groupOf(name: string | undefined): GroupName {
  if (name !== undefined && isGroupName(name)) return name;
  throw new UserError(`"${name ?? ""}" is not a group: ${NAMES}.\n\n${USAGE}`);
}
