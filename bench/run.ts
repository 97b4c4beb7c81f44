/**
 * `npm run bench`: this server against a switch by hand, the official SDK and other ways to put an
 * MCP server on Lambda, interleaved, in one run. Writes bench/RESULTS.md, bench/chart.svg, the table in
 * docs/comparison.md and a line of README.md. `npm run bench -- PART ...` prints what some parts
 * measure, and writes nothing.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  makeWorkFolder,
  PROJECT_ROOT,
  readStackSettings,
  runCommand,
  type StackSettings,
  UserError,
} from "pulumi-local";
import { measureAuthorizer } from "./authorizer/measure-authorizer";
import { COLD_ROUNDS, compare } from "./compare";
import { install, makeContestants } from "./contestants";
import { measureGrowth } from "./growth/measure-growth";
import type { Measurements } from "./measurements";
import { measureNeeds } from "./needs/measure-needs";
import { report } from "./report";
import { sections } from "./sections";
import { measureSpeed } from "./speed/measure-speed";
import { measureThroughput } from "./throughput";

type Part = keyof Measurements;
type Parts = { readonly [P in Part]: (folder: string) => Promise<Measurements[P]> };

const PART_NAMES = [
  "peers",
  "growth",
  "speed",
  "throughput",
  "authorizer",
  "needs",
] as const satisfies readonly Part[];

function partsFor(settings: StackSettings): Parts {
  return {
    peers: async (folder) => compare(await makeContestants(settings, folder)),
    growth: (folder) => measureGrowth(settings, folder),
    speed: (folder) => measureSpeed(settings, folder),
    throughput: async () => {
      install(__dirname);
      return measureThroughput(settings.project);
    },
    authorizer: (folder) => measureAuthorizer(settings, folder),
    needs: (folder) => measureNeeds(settings, folder),
  };
}

runCommand(async () => {
  const started = Date.now();
  const folder = makeWorkFolder();
  process.once("exit", () => {
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const wanted = process.argv.slice(2).map(partNamed);
  const parts = partsFor(readStackSettings(PROJECT_ROOT, "dev"));
  const measure = async <P extends Part>(part: P): Promise<Measurements[P]> =>
    parts[part](path.join(folder, part));
  if (wanted.length > 0) {
    const measured: Partial<Record<Part, unknown>> = {};
    for (const part of wanted) measured[part] = await measure(part);
    process.stdout.write(`${sections(measured as Partial<Measurements>)}\n`);
    return;
  }
  const measurements = {
    peers: await measure("peers"),
    growth: await measure("growth"),
    speed: await measure("speed"),
    throughput: await measure("throughput"),
    authorizer: await measure("authorizer"),
    needs: await measure("needs"),
  };
  const [cpu] = os.cpus();
  await report(measurements, {
    rounds: COLD_ROUNDS,
    machine: `${os.availableParallelism()} cores (${cpu?.model.trim() ?? "unknown"}), ${os.type()}, Node.js ${process.versions.node}`,
    date: new Date().toISOString().slice(0, 10),
    seconds: Math.round((Date.now() - started) / 1000),
  });
});

function partNamed(name: string): Part {
  const part = PART_NAMES.find((one) => one === name);
  if (part !== undefined) return part;
  throw new UserError(`There is no part "${name}"; there are ${PART_NAMES.join(", ")}.`);
}
