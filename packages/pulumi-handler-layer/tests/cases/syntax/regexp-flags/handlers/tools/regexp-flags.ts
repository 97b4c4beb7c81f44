import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const WORDS = /\p{L}+/gu;
const NAMED = /(?<y>\d{4})-(?<m>\d\d)/;

export function regexpFlags(): AnyTool {
  return defineTool({
    name: "regexp-flags",
    title: "regexp-flags",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(
        `${"né à".match(WORDS)?.length ?? 0} ${NAMED.exec("2026-01")?.groups?.["y"] ?? ""}`,
      );
    },
  });
}
