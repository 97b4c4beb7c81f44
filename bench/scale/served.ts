/** `npm start` to be fired at: on a free port, its throttle raised, its output in a file. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { DEFAULT_STACK, PROJECT_ROOT, readStackSettings } from "pulumi-local";

export interface Served {
  readonly endpoint: string;
  readonly pid: number;
  readonly end: () => Promise<void>;
}

const PATIENCE_MS = 120_000;

/** @throws Error with all that it has printed, when it ends without an endpoint. */
export async function serve(folder: string): Promise<Served> {
  const { project } = readStackSettings(PROJECT_ROOT, DEFAULT_STACK);
  const config = { [`${project}:throttleRate`]: "10000", [`${project}:throttleBurst`]: "5000" };
  const file = path.join(folder, "start.log");
  const output = fs.openSync(file, "w");
  const start = path.join("packages", "pulumi-local", "cli", "start.js");
  const child = spawn(process.execPath, [start, "--port", "0"], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, PULUMI_CONFIG: JSON.stringify(config) },
    stdio: ["ignore", output, output],
  });
  fs.closeSync(output);
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      resolve();
    });
  });
  const end = async (): Promise<void> => {
    child.kill("SIGINT");
    await ended;
  };
  const deadline = Date.now() + PATIENCE_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    const endpoint = /^ +endpoint +(\S+)$/m.exec(fs.readFileSync(file, "utf8"))?.[1];
    const { pid } = child;
    if (endpoint !== undefined && pid !== undefined) return { endpoint, pid, end };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await end();
  throw new Error(`npm start gave no endpoint:\n${fs.readFileSync(file, "utf8").slice(-2_000)}`);
}
