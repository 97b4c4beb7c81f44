/** Commands of this package as a user runs them, in a program's folder. */
import { type ChildProcess, spawn } from "node:child_process";
import * as path from "node:path";
import { FIXTURE } from "./fixture";

export interface Command {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  readonly exitCode: Promise<number | null>;
}

/**
 * @param config settings of the stack, as PULUMI_CONFIG gives them.
 * @param variables further ones of the environment.
 * @param cwd folder of the program; default: the fixture's.
 */
export function runScript(
  script: string,
  args: readonly string[],
  config: Readonly<Record<string, string>> = {},
  variables: Readonly<Record<string, string>> = {},
  cwd = FIXTURE,
): Command {
  // npm start begins in plain JavaScript.
  const name = script === "start" ? "start.js" : `${script}.ts`;
  const file = path.join(__dirname, "..", "..", "cli", name);
  const env = { ...process.env, PULUMI_CONFIG: JSON.stringify(config), ...variables };
  const command = ["--require", "pulumi-handler-layer/register", file, ...args];
  const child = spawn(process.execPath, command, { cwd, stdio: "pipe", env });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
  const exitCode = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, output: () => output, errors: () => errors, exitCode };
}
