/**
 * `npm run scale`: simulates AWS and `npm start`, and writes tables and pictures of docs/scale.md and
 * bench/scale/RESULTS.md; the same again as long as bench/RESULTS.md, the prices and the last load
 * run are. With --load it fires at `npm start` first (about 100 s; Linux), and keeps what it measured.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { makeWorkFolder, PROJECT_ROOT, readArguments, runCommand, UserError } from "pulumi-local";
import { agreements, MAX_DIFFERENCE } from "./agreement";
import { loadRun } from "./load";
import { lastLoadRun, MEASURED_FILE, written } from "./written";

const USAGE = `npm run scale -- [OPTION ...]

  --load            fires at npm start first, and keeps what it measured; exit status 1 where
                    the simulation is more than 20 % away from it
  --seconds NUMBER  for each number of connections; default 10
`;
const DEFAULT_SECONDS = 10;

runCommand(async () => {
  const options = { load: { type: "boolean" }, seconds: { type: "string" } } as const;
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const seconds = args.wholeNumber("seconds", 1, 600) ?? DEFAULT_SECONDS;
  const isMeasured = args.flag("load");
  if (isMeasured) await measure(seconds);
  for (const [file, text] of await written()) {
    fs.writeFileSync(path.join(PROJECT_ROOT, file), text);
    process.stdout.write(`${file}\n`);
  }
  if (isMeasured) refuseDisagreement();
});

/** @throws UserError where the simulation is too far from what was measured. */
function refuseDisagreement(): void {
  const run = lastLoadRun();
  const apart = agreements(run).filter(({ agrees }) => !agrees);
  if (apart.length === 0) return;
  const points = apart.map(({ measured }) => measured.connections).join(", ");
  throw new UserError(
    `Simulation and load run are more than ${MAX_DIFFERENCE * 100} % apart at ${points} connections, with ${Math.round(run.othersShare * 100)} % of the machine used by others: run it again on a quiet machine (bench/scale/RESULTS.md has the figures).`,
  );
}

async function measure(seconds: number): Promise<void> {
  const folder = makeWorkFolder();
  try {
    const run = await loadRun(folder, seconds);
    fs.writeFileSync(MEASURED_FILE, `${JSON.stringify(run)}\n`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
