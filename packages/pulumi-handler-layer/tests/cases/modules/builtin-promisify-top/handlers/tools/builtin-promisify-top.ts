import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const run = promisify(execFile);

export function builtinPromisifyTop(): AnyTool {
  return defineTool({
    name: "builtin-promisify-top",
    title: "builtin-promisify-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const { stdout } = await run("echo", ["x"]);
      return text(stdout.trim());
    },
  });
}
