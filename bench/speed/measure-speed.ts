/** Part "speed": a tool's own code in the served archive, against the same module in plain Node.js. */
import { type ChildProcess, fork } from "node:child_process";
import * as path from "node:path";
import * as esbuild from "esbuild";
import { call, gatewayEvent } from "mcp-lambda/testing";
import type { StackSettings } from "pulumi-local";
import { unpackProgram } from "../contestants";
import { LAMBDA_VARIABLES, type MeasuredHandler, NODE_OPTIONS } from "../measured-process";
import type { ToolSpeed } from "../measurements";
import { median } from "../measuring";
import { type TimedWork, type Workload, WORKLOADS } from "./workloads";

/** Processes of each side, since what V8 optimizes differs from one to the next. */
const PROCESSES = 5;
const ROUNDS = 40;

export async function measureSpeed(settings: StackSettings, folder: string): Promise<ToolSpeed[]> {
  const served = await unpackProgram(settings, __dirname, path.join(folder, "served"));
  const plain = { file: await compileWorkloads(folder), environment: {} };
  const workloads = Object.keys(WORKLOADS) as Workload[];
  const times = new Map<Workload, Readings>(
    workloads.map((name) => [name, { served: [], plain: [] }]),
  );
  for (let process = 0; process < PROCESSES; process += 1) {
    await runBothSides(startWorker(served), startWorker(plain), times);
  }
  return [...times].map(([workload, readings]) => ({
    workload,
    served: median(readings.served),
    plain: median(readings.plain),
  }));
}

interface Readings {
  readonly served: number[];
  readonly plain: number[];
}

async function runBothSides(
  served: ChildProcess,
  plain: ChildProcess,
  times: ReadonlyMap<Workload, Readings>,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [workload, readings] of times) {
      const inTool = await workInTool(served, workload);
      const inNode = (await ask(plain, { workload })) as TimedWork;
      if (inTool.result !== inNode.result) throw new Error(`${workload} differs in a tool`);
      readings.served.push(inTool.milliseconds);
      readings.plain.push(inNode.milliseconds);
    }
  }
  served.kill();
  plain.kill();
}

async function workInTool(served: ChildProcess, workload: Workload): Promise<TimedWork> {
  const event = gatewayEvent({ body: JSON.stringify(call("work", { workload })) });
  const { body } = (await ask(served, { event })) as { body: string };
  const { result } = JSON.parse(body) as { result: { content: readonly { text: string }[] } };
  return JSON.parse(result.content[0]?.text ?? "") as TimedWork;
}

/** A CommonJS module, as a person would compile it. */
async function compileWorkloads(folder: string): Promise<string> {
  const outfile = path.join(folder, "plain", "workloads.cjs");
  await esbuild.build({
    entryPoints: [path.join(__dirname, "workloads.ts")],
    outfile,
    platform: "node",
    target: "node24",
    format: "cjs",
    logLevel: "error",
  });
  return outfile;
}

function startWorker({ file, environment }: MeasuredHandler): ChildProcess {
  return fork(path.join(__dirname, "worker.cjs"), [file], {
    // Nothing of this process: neither its compiler nor its variables.
    execArgv: [...NODE_OPTIONS],
    env: { PATH: process.env["PATH"] ?? "", ...LAMBDA_VARIABLES, ...environment },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

async function ask(worker: ChildProcess, message: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      reject(new Error("a measured process ended early"));
    };
    worker.once("exit", ended);
    worker.once("message", (reply) => {
      worker.off("exit", ended);
      resolve(reply);
    });
    worker.send(message);
  });
}
