/**
 * How long the loop of a tool's author takes: start to first answer, and save to answer under
 * --watch, with the pauses of a person and without. `npm run bench:local`; figures are medians.
 */
import * as os from "node:os";
import { type EditedProject, serveEditedProject } from "../tests/support/edited-project";
import { FIRST_REQUEST, post } from "../tests/support/mcp";
import { median, npmStart } from "./measuring";

const ROUNDS = 7;
const PAUSE_MS = 3_000;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function startToAnswer(): Promise<number> {
  const started = performance.now();
  const { endpoint, end } = await npmStart();
  await post(endpoint, FIRST_REQUEST);
  const taken = performance.now() - started;
  await end();
  return taken;
}

async function saveToAnswer(project: EditedProject, round: number): Promise<number> {
  project.edit("handlers/tools/add.ts", /text\(`[^$]*/, `text(\`round ${round}: `);
  const started = performance.now();
  const answer = await project.ask();
  if (!answer.startsWith(`round ${round}:`)) throw new Error(`answered ${answer}`);
  return performance.now() - started;
}

async function main(): Promise<void> {
  const starts: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) starts.push(await startToAnswer());
  const project = await serveEditedProject();
  await project.watch.typesChecked;
  const paused: number[] = [];
  const inARow: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await pause(PAUSE_MS);
    paused.push(await saveToAnswer(project, round));
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    inARow.push(await saveToAnswer(project, ROUNDS + round));
  }
  await project.close();
  const rows = [
    ["npm start to first answer", starts],
    [`save to answer, ${PAUSE_MS / 1000} s apart`, paused],
    ["save to answer, in a row", inARow],
  ] as const;
  console.log(
    `${os.availableParallelism()} cores, Node.js ${process.versions.node}, medians of ${ROUNDS}`,
  );
  for (const [what, values] of rows) {
    const range = `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`;
    console.log(`${what.padEnd(28)} ${median(values).toFixed(0).padStart(6)} ms (${range})`);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
