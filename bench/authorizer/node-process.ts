/** A measured process, beside which this one goes on: it has the issuer. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { lambdaNodeOptions } from "pulumi-handler-layer/lambda-runtime";
import { LAMBDA_VARIABLES } from "../measured-process";

export interface NodeProcess {
  /** Of this folder. */
  readonly script: string;
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** For what it writes. */
  readonly folder: string;
}

/** What it prints last, which is JSON. @throws Error when it prints nothing, or takes too long. */
export async function runNode(what: NodeProcess): Promise<unknown> {
  const { script, args, variables, memoryMb, folder } = what;
  // A file: a reader that has to be woken for each line would be measured too.
  const log = path.join(folder, "output.log");
  const output = fs.openSync(log, "w");
  try {
    const options = [...lambdaNodeOptions(memoryMb), path.join(__dirname, script), ...args];
    const child = spawn(process.execPath, options, {
      env: { PATH: process.env["PATH"] ?? "", ...LAMBDA_VARIABLES, ...variables },
      stdio: ["ignore", output, "inherit"],
      timeout: 120_000,
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`${script} ended with ${code ?? "a signal"}`);
  } finally {
    fs.closeSync(output);
  }
  const last = fs.readFileSync(log, "utf8").trim().split("\n").at(-1);
  if (last === undefined || last === "") throw new Error(`${script} printed nothing`);
  return JSON.parse(last) as unknown;
}

/** Writes a file for a measured process; what is no text as JSON. @returns its path. */
export function writeFor(folder: string, name: string, content: unknown): string {
  const file = path.join(folder, name);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}
