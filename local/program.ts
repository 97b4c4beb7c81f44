/**
 * Evaluates index.ts with Pulumi's mock engine, in a process of its own, and returns what it
 * declared. Nothing here knows the program: it sees the resources that AWS would be sent.
 */
import { fork } from "node:child_process";
import * as path from "node:path";
import type { DeclaredProgram } from "./declared";
import { Problem } from "./problem";
import type { StackSettings } from "./stack-settings";

export interface EvaluationOptions extends StackSettings {
  /** Folder that receives the unpacked archives. */
  readonly workFolder: string;
  /** What the API's URLs start with in place of https://<id>.execute-api...; no slash at the end. */
  readonly apiUrl: string;
  /** Folder of the program's index.ts; default: this project. */
  readonly programFolder?: string | undefined;
  /** Leaves unknown what only AWS could say, as `pulumi preview` does; default false. */
  readonly preview?: boolean;
  /** Receives the program's warnings; default: this process's standard error. */
  readonly onWarning?: ((text: string) => void) | undefined;
}

export type EvaluationReply = { readonly program: DeclaredProgram } | { readonly problem: string };

export const PROJECT_ROOT = path.join(__dirname, "..");

/** @throws Problem with the program's own message when it fails. */
export async function evaluateProgram(options: EvaluationOptions): Promise<DeclaredProgram> {
  const { config, onWarning, ...task } = options;
  const child = fork(path.join(__dirname, "evaluate.ts"), {
    cwd: PROJECT_ROOT,
    execArgv: ["--require", "ts-node/register/transpile-only"],
    env: { ...process.env, PULUMI_CONFIG: JSON.stringify(config) },
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  let standardError = "";
  child.stderr?.on("data", (chunk: Buffer) => (standardError += chunk.toString("utf8")));
  const reply = await new Promise<EvaluationReply>((resolve) => {
    child.on("message", (message: EvaluationReply) => {
      resolve(message);
    });
    child.on("close", (code, signal) => {
      const text = standardError.trim() || `it ended with ${signal ?? `exit code ${code ?? 0}`}`;
      resolve({ problem: text });
    });
    child.send(task);
  });
  child.kill("SIGKILL");
  if ("problem" in reply) throw new Problem(reply.problem);
  if (standardError !== "") {
    (onWarning ?? ((text) => process.stderr.write(`${text}\n`)))(
      standardError.trim().replaceAll("[runtime] ", ""),
    );
  }
  return reply.program;
}
