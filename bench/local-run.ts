/**
 * `npm run bench:local`: how long the loop of a tool's author takes. Start to first answer, against
 * loading Pulumi's packages; save to answer under --watch, with the pauses of a person and without;
 * `pulumi preview`, against that of an empty program. Figures are medians.
 */
import { execFileSync } from "node:child_process";
import * as os from "node:os";
import { FIRST_REQUEST, post } from "mcp-lambda/testing";
import { PROJECT_ROOT, runCommand } from "pulumi-local";
import { type EditedProject, serveEditedProject } from "../tests/support/edited-project";
import { type Goal, goalTable } from "./goals";
import { median, npmStart } from "./measuring";
import { previewTimes } from "./preview";
import { fixed, table } from "./table";

const START_ROUNDS = 5;
const PREVIEW_ROUNDS = 5;
const SAVE_ROUNDS = 7;
const PAUSE_MS = 3_000;

/** What a line of the result is made of: milliseconds by what was measured. */
type Rows = readonly (readonly [what: string, milliseconds: readonly number[]])[];

interface Measured {
  readonly rows: Rows;
  readonly goals: readonly Goal[];
}

runCommand(async () => {
  const parts = [await measureStarts(), await measureSaves(), measurePreviews()];
  const rows = parts.flatMap((part) => part.rows);
  const cells = rows.map(([what, values]) => [
    what,
    ...[median(values), Math.min(...values), Math.max(...values)].map((value) => fixed(value)),
    String(values.length),
  ]);
  process.stdout.write(`${os.availableParallelism()} cores, Node.js ${process.versions.node}

${table(["", "median ms", "min", "max", "rounds"], cells)}

${goalTable(parts.flatMap((part) => part.goals))}
`);
});

async function measureStarts(): Promise<Measured> {
  const loads: number[] = [];
  const starts: number[] = [];
  for (let round = 0; round < START_ROUNDS; round += 1) {
    loads.push(loadPackages());
    starts.push(await startToAnswer());
  }
  return {
    rows: [
      ["loading pulumi, aws and awsx", loads],
      ["npm start to first answer", starts],
    ],
    goals: [
      {
        what: "npm start to first answer, to loading pulumi, aws and awsx",
        measured: median(starts) / median(loads),
        max: 4.5,
      },
    ],
  };
}

/** In a process that has nothing else to do, without what it takes to start Node.js. */
function loadPackages(): number {
  const script = `
    const started = performance.now();
    for (const name of ["pulumi", "aws", "awsx"]) require("@pulumi/" + name);
    console.log(performance.now() - started);`;
  const output = execFileSync(process.execPath, ["-e", script], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
  });
  return Number(output);
}

async function startToAnswer(): Promise<number> {
  const started = performance.now();
  const { endpoint, end } = await npmStart();
  await post(endpoint, FIRST_REQUEST);
  const taken = performance.now() - started;
  await end();
  return taken;
}

async function measureSaves(): Promise<Measured> {
  const project = await serveEditedProject();
  await project.watch.typesChecked;
  const paused: number[] = [];
  const inARow: number[] = [];
  for (let round = 0; round < SAVE_ROUNDS; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    paused.push(await saveToAnswer(project, round));
  }
  for (let round = 0; round < SAVE_ROUNDS; round += 1) {
    inARow.push(await saveToAnswer(project, SAVE_ROUNDS + round));
  }
  await project.close();
  return {
    rows: [
      [`save to answer, ${PAUSE_MS / 1000} s apart`, paused],
      ["save to answer, in a row", inARow],
    ],
    goals: [{ what: "save to answer, s", measured: median(paused) / 1000, max: 2 }],
  };
}

async function saveToAnswer(project: EditedProject, round: number): Promise<number> {
  project.edit("handlers/tools/add.ts", /text\(`[^$]*/, `text(\`round ${round}: `);
  const started = performance.now();
  const answer = await project.ask();
  if (!answer.startsWith(`round ${round}:`)) throw new Error(`answered ${answer}`);
  return performance.now() - started;
}

function measurePreviews(): Measured {
  const times = previewTimes(PREVIEW_ROUNDS);
  if (times === undefined) {
    process.stdout.write("pulumi preview: skipped, there is no pulumi on PATH\n");
    return { rows: [], goals: [] };
  }
  return {
    rows: [
      ["pulumi preview", times.program],
      ["pulumi preview of an empty program", times.empty],
    ],
    goals: [
      {
        what: "pulumi preview, to that of an empty program",
        measured: median(times.program) / median(times.empty),
        max: 2.5,
      },
    ],
  };
}
