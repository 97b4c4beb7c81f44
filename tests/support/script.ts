/** Commands of the project as processes. */
import { spawn } from "node:child_process";
import { PROJECT_ROOT } from "pulumi-local";

export interface Finished {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** @param script of scripts/, without its ending. */
export async function runProjectScript(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const command = ["--require", "pulumi-handler-layer/register", `scripts/${script}.ts`, ...args];
  const child = spawn(process.execPath, command, {
    cwd: PROJECT_ROOT,
    stdio: "pipe",
    env: { ...process.env, ...env },
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, output, errors };
}
