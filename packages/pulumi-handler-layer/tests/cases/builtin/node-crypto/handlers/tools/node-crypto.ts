import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function nodeCrypto(): AnyTool {
  return defineTool({
    name: "node-crypto",
    title: "node-crypto",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const sign = (s: string): Buffer => createHmac("sha256", "k").update(s).digest();
      return text(String(timingSafeEqual(sign("a"), sign("a"))));
    },
  });
}
