import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function builtinNamed(): AnyTool {
  return defineTool({
    name: "builtin-named",
    title: "builtin-named",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const h = createHash("sha256").update("a").digest("hex").slice(0, 4);
      await readFile(join("/proc", "version")).catch(() => undefined);
      return text(h + String(randomUUID().length));
    },
  });
}
