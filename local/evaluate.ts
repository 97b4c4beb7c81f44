/** The process in which the program is evaluated (see program.ts), a new one each time. */
import * as fs from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { compile, evaluate, packageFiles, programFiles } from "./evaluation";
import type { EvaluationReply, EvaluationRequest, EvaluationTask } from "./program";

process.on("disconnect", () => process.exit());
process.on("message", (request: EvaluationRequest) => {
  if (request.kind === "prepare") prepare(request);
  else void answer(request.task);
});

async function answer(task: EvaluationTask): Promise<void> {
  process.channel?.unref();
  const result = await evaluate(task);
  const reply: EvaluationReply = { result, files: programFiles(), packageFiles: packageFiles() };
  process.send?.(reply);
}

/** Does ahead what an evaluation would begin with: loads packages, compiles, wakes the serializer. */
function prepare({ packageFiles, files }: Extract<EvaluationRequest, { kind: "prepare" }>): void {
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
  for (const file of files) {
    if (file.endsWith(".ts")) quietly(() => compile(fs.readFileSync(file, "utf8"), file));
  }
  pulumi.runtime.serializeFunction(() => 0).catch(() => undefined);
}
