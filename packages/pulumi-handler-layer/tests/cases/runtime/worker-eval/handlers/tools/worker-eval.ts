import { Worker } from "node:worker_threads";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function workerEval(): AnyTool {
  return defineTool({
    name: "worker-eval",
    title: "worker-eval",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const worker = new Worker("require('node:worker_threads').parentPort.postMessage(6 * 7)", {
        eval: true,
      });
      const n = await new Promise<number>((done, fail) => {
        worker.on("message", done);
        worker.on("error", fail);
      });
      return text(String(n));
    },
  });
}
