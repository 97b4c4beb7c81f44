import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const api = {
  base: "/v1",
  url(p: string): string {
    return [p].map((x) => `${this.base}/${x}`).join();
  },
};

export function thisArrowObject(): AnyTool {
  return defineTool({
    name: "this-arrow-object",
    title: "this-arrow-object",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(api.url("x"));
    },
  });
}
