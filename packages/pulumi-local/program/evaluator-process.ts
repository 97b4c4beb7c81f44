/** Evaluator process, in which the program is evaluated (see evaluator.ts): a new one each time. */
import * as pulumi from "@pulumi/pulumi";
import { evaluate, packageFiles, programFiles } from "./evaluate";
import type { EvaluationReply, EvaluationRequest, EvaluationTask } from "./evaluator";

// By exit, what Node.js has compiled is kept for the next process.
process.on("disconnect", () => process.exit());
process.on("message", (request: EvaluationRequest) => {
  if (request.kind === "prepare") prepare(request);
  else void reply(request.task);
});

async function reply(task: EvaluationTask): Promise<void> {
  process.channel?.unref();
  let warnings = "";
  process.stderr.write = (chunk: string | Uint8Array): boolean => {
    warnings += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    return true;
  };
  const result = await evaluate(task);
  const files = programFiles();
  const message: EvaluationReply = { result, files, packageFiles: packageFiles(), warnings };
  process.send?.(message);
}

/**
 * Does ahead what an evaluation would begin with: loads packages, wakes the serializer, and looks
 * through node_modules as Pulumi does for each function.
 */
function prepare({ packageFiles }: Extract<EvaluationRequest, { kind: "prepare" }>): void {
  const quietly = (work: () => unknown): void => {
    try {
      work();
    } catch {
      // Changed or gone since then: the program itself will load it, or miss it.
    }
  };
  for (const file of packageFiles) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- named by the last evaluation
    quietly(() => require(file));
  }
  pulumi.runtime.serializeFunction(() => 0).catch(() => undefined);
  pulumi.runtime.computeCodePaths({}).catch(() => undefined);
}
