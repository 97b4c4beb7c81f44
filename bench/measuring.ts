/** What both benchmarks need. */
import { type ChildProcess, spawn } from "node:child_process";
import { PROJECT_ROOT } from "../local/program";

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
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  return {
    endpoint: await endpointOf(child),
    end: async () => {
      const ended = new Promise((resolve) => child.once("close", resolve));
      if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
      await ended;
    },
  };
}

function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-20_000);
      const endpoint = /^ +endpoint +(\S+)$/m.exec(output)?.[1];
      if (endpoint !== undefined) resolve(endpoint);
    });
  });
}
