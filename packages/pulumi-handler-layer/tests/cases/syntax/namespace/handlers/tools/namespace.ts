import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

namespace Geo {
  export const R = 6371;
  export function km(d: number): number {
    return Math.round(d * R);
  }
}

export function namespace(): AnyTool {
  return defineTool({
    name: "namespace",
    title: "namespace",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(Geo.km(1)));
    },
  });
}
