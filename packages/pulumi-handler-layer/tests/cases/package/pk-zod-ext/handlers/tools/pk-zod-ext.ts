import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

import * as core from "zod/v4/core";
const isIssue = (e: unknown): boolean => e instanceof core.$ZodError;

export function pkZodExt(): AnyTool {
  return defineTool({
    name: "pk-zod-ext",
    title: "pk-zod-ext",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const r = z.string().safeParse(1);
      return text(String(isIssue(r.error)));
    },
  });
}
