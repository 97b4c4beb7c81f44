/**
 * `npm run scale`: simulates AWS and `npm start`, and writes tables and pictures of docs/scale.md and
 * bench/scale/RESULTS.md; the same again as long as bench/RESULTS.md, the prices and the last load
 * run are. With --load it fires at `npm start` first (about 70 s; Linux), and keeps what it measured.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { makeWorkFolder, PROJECT_ROOT, readArguments, runCommand } from "pulumi-local";
import { loadRun } from "./load";
import { MEASURED_FILE, written } from "./written";

const USAGE = `npm run scale -- [OPTION ...]

  --load            fires at npm start first, and keeps what it measured
  --seconds NUMBER  for each number of connections; default 10
`;
const DEFAULT_SECONDS = 10;

runCommand(async () => {
  const options = { load: { type: "boolean" }, seconds: { type: "string" } } as const;
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const seconds = args.wholeNumber("seconds", 1, 600) ?? DEFAULT_SECONDS;
  if (args.flag("load")) await measure(seconds);
  for (const [file, text] of await written()) {
    fs.writeFileSync(path.join(PROJECT_ROOT, file), text);
    process.stdout.write(`${file}\n`);
  }
});

async function measure(seconds: number): Promise<void> {
  const folder = makeWorkFolder();
  try {
    const run = await loadRun(folder, seconds);
    fs.writeFileSync(MEASURED_FILE, `${JSON.stringify(run)}\n`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
