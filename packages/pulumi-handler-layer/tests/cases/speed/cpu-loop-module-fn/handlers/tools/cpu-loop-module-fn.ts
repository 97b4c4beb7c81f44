import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

export function cpuLoopModuleFn(): AnyTool {
  return defineTool({
    name: "cpu-loop-module-fn",
    title: "cpu-loop-module-fn",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      // CPU time: others may run meanwhile.
      const begun = process.cpuUsage();
      fib(25);
      return text(String(process.cpuUsage(begun).user < 30_000));
    },
  });
}
