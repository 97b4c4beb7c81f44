/** A worker in a process of its own: `node tasks-worker-process.ts '<event>'`, with STATE_TABLE. */
import * as z from "zod";
import { type AnyTool, createTaskRunner, type TaskLaunch, text } from "../../index";
import { createTaskTelemetry } from "../../telemetry/task-telemetry";
import { serverWith } from "../../testing/definitions";
import { backgroundTool } from "./tasks";

/** Milliseconds after which a worker that is not heard of is lost. */
export const LEASE_MS = 1_500;

export function sleepingTool(): AnyTool {
  const run: AnyTool["run"] = async ({ milliseconds }, { task }) => {
    await task.progress("asleep");
    await new Promise((resolve) => setTimeout(resolve, Number(milliseconds)));
    return text(`slept in process ${process.pid}`);
  };
  return backgroundTool("sleep", run, { inputSchema: z.object({ milliseconds: z.number() }) });
}

if (require.main === module) {
  const definition = serverWith({ tools: [sleepingTool()] });
  const options = { leaseMs: LEASE_MS, lookMs: 200 };
  const run = createTaskRunner(
    definition,
    createTaskTelemetry({ logLevel: "error", logPayloads: false }),
    options,
  );
  const context = { awsRequestId: "worker", getRemainingTimeInMillis: () => 60_000 };
  void run(JSON.parse(process.argv[2] ?? "") as TaskLaunch, context);
}
