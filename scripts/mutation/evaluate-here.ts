/**
 * Evaluates a program in this process, in place of one of its own (evaluator.ts of pulumi-local): ten
 * times as fast, and a mutant is switched on in it. One after another, since the engine is global.
 */
import * as path from "node:path";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import type { DeclaredProgram } from "../../packages/pulumi-local/program/declared";
import { evaluate } from "../../packages/pulumi-local/program/evaluate";
import type { EvaluationOptions } from "../../packages/pulumi-local/program/evaluator";
import { UserError } from "../../packages/pulumi-local/user-error";

let last: Promise<unknown> = Promise.resolve();

/** @throws UserError with the program's own message when it fails. */
export async function evaluateHere(options: EvaluationOptions): Promise<DeclaredProgram> {
  const mine = last.then(async () => evaluateNow(options));
  last = mine.catch(() => undefined);
  return mine;
}

async function evaluateNow({ onWarning, ...task }: EvaluationOptions): Promise<DeclaredProgram> {
  const restore = remember();
  let warnings = "";
  process.stderr.write = (chunk: string | Uint8Array): boolean => {
    warnings += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    return true;
  };
  try {
    forgetProgram();
    const others = active();
    const result = evaluate(task);
    await rest(others);
    process.emit("beforeExit", 0);
    const finished = await result;
    if ("userError" in finished) throw new UserError(finished.userError);
    const text = warnings.trim().replaceAll("[runtime] ", "");
    if (text !== "") onWarning?.(text);
    return finished.program;
  } finally {
    restore();
  }
}

function remember(): () => void {
  const variables = { ...process.env };
  const folder = process.cwd();
  const write = process.stderr.write.bind(process.stderr);
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const listeners = events.map((event) => process.listeners(event as "exit"));
  // An evaluation hears of failures alone: here, the tests' runner would as well.
  for (const event of events) process.removeAllListeners(event);
  return () => {
    process.chdir(folder);
    process.stderr.write = write;
    for (const name of Object.keys(process.env)) {
      if (!(name in variables)) Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, variables);
    events.forEach((event, index) => {
      process.removeAllListeners(event);
      for (const listener of listeners[index] ?? []) process.on(event, listener);
    });
  };
}

/** The program declares its resources when it is loaded. */
function forgetProgram(): void {
  const root = path.join(__dirname, "..", "..");
  for (const file of Object.keys(require.cache)) {
    if (/^(index\.ts|infra\/|handlers\/|tests\/fixtures\/)/.test(path.relative(root, file))) {
      Reflect.deleteProperty(require.cache, file);
    }
  }
}

function active(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Whether it happens or not says nothing of the program: timers are the tests' own. */
const NO_WORK = new Set(["Immediate", "Timeout"]);
const MAX_REST_MS = 60_000;

/** Waits until nothing is left to happen but what already was before. */
async function rest(others: Readonly<Record<string, number>>): Promise<void> {
  const isBusy = (): boolean =>
    Object.entries(active()).some(
      ([kind, count]) => !NO_WORK.has(kind) && count > (others[kind] ?? 0),
    );
  const end = Date.now() + MAX_REST_MS;
  for (let turns = 0; turns < 5 && Date.now() < end;) {
    await turn();
    turns = isBusy() ? 0 : turns + 1;
    if (turns === 0) await sleep(1);
  }
}
