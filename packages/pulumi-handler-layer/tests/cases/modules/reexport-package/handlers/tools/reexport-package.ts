import { z as zod } from "../zod-shared";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function reexportPackage(): AnyTool {
  return defineTool({
    name: "reexport-package",
    title: "reexport-package",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(zod.string().safeParse(1).success));
    },
  });
}
