import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function dynamicImportPackage(): AnyTool {
  return defineTool({
    name: "dynamic-import-package",
    title: "dynamic-import-package",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const { z: zz } = await import("zod");
      return text(String(zz.string().safeParse("a").success));
    },
  });
}
