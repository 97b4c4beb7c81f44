import { mkdtemp, writeFile, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function nodeTestTmp(): AnyTool {
  return defineTool({
    name: "node-test-tmp",
    title: "node-test-tmp",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const dir = await mkdtemp(join(tmpdir(), "t-"));
      await writeFile(join(dir, "a"), "hello");
      return text(await readFile(join(dir, "a"), "utf8"));
    },
  });
}
