/** What both benchmarks need. */
import { type ChildProcess, spawn } from "node:child_process";
import { PROJECT_ROOT } from "pulumi-local";

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export interface Started {
  readonly endpoint: string;
  /** Ends it, with all that it has started. */
  readonly end: () => Promise<void>;
}

/** `npm start` on a free port; resolves when it prints its endpoint. */
export async function npmStart(environment: NodeJS.ProcessEnv = {}): Promise<Started> {
  const child = spawn("npm", ["start", "--", "--port", "0"], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      resolve();
    });
  });
  return {
    endpoint: await endpointOf(child),
    end: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
      await ended;
    },
  };
}

/** @throws Error with all that it has printed, when it ends without an endpoint. */
async function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-20_000);
      const endpoint = /^ +endpoint +(\S+)$/m.exec(output)?.[1];
      if (endpoint !== undefined) resolve(endpoint);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("close", () => {
      reject(new Error(`npm start ended:\n${output}`));
    });
  });
}
