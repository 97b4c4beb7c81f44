/**
 * Evaluates one program after another in the same process: the packages stay loaded, what belongs to
 * a program is loaded anew for each. npm start has a process for each evaluation instead.
 */
import * as path from "node:path";
import { LOCAL_RUN_URL } from "pulumi-handler-layer";
import { PROJECT_ROOT } from "pulumi-local";
import { evaluate, programFiles } from "../../packages/pulumi-local/program/evaluate";
import type {
  EvaluationReply,
  EvaluationRequest,
  EvaluationTask,
} from "../../packages/pulumi-local/program/evaluator";

/** Loaded already, and no part of a program. */
const STAY = ["pulumi-local", "pulumi-handler-layer"].map(
  (name) => path.join(PROJECT_ROOT, "packages", name) + path.sep,
);

const variables = { ...process.env };

process.on("disconnect", () => process.exit());
process.on("message", (request: EvaluationRequest) => {
  if (request.kind === "evaluate") void reply(request.task);
});

async function reply(task: EvaluationTask): Promise<void> {
  forgetProgram();
  process.channel?.unref();
  const { warnings, restore } = keepStandardError();
  const result = await evaluate(task);
  process.channel?.ref();
  restore();
  const files = programFiles();
  process.send?.({
    ...{ result, files, packageFiles: [], warnings: warnings() },
  } satisfies EvaluationReply);
}

/** Modules and variables of the program before. */
function forgetProgram(): void {
  for (const file of Object.keys(require.cache)) {
    const isPackage = file.includes(`${path.sep}node_modules${path.sep}`);
    const stays = isPackage || file === __filename || STAY.some((folder) => isOf(file, folder));
    if (!stays) Reflect.deleteProperty(require.cache, file);
  }
  for (const name of Object.keys(process.env)) {
    if (!(name in variables)) Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, variables);
  Reflect.deleteProperty(process.env, LOCAL_RUN_URL);
}

/** Not a fixture of the package's tests, which is a program. */
function isOf(file: string, folder: string): boolean {
  return file.startsWith(folder) && !file.startsWith(path.join(folder, "tests") + path.sep);
}

function keepStandardError(): { warnings: () => string; restore: () => void } {
  const write = process.stderr.write.bind(process.stderr);
  let warnings = "";
  process.stderr.write = (chunk: string | Uint8Array): boolean => {
    warnings += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    return true;
  };
  return { warnings: () => warnings, restore: () => (process.stderr.write = write) };
}
