import { JSDOM } from "jsdom";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkJsdom(): AnyTool {
  return defineTool({
    name: "pk-jsdom",
    title: "pk-jsdom",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const { document } = new JSDOM("<p>hello</p>").window;
      return text(document.querySelector("p")?.textContent ?? "none");
    },
  });
}
