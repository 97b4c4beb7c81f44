import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const defaults = { config: { x: "x", y: "y" } };
function getX(): string {
  return defaults.config.x;
}
function getAll(): string {
  return getX() + defaults.config.y;
}

export function propSubset(): AnyTool {
  return defineTool({
    name: "prop-subset",
    title: "prop-subset",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(getAll() + JSON.stringify(defaults));
    },
  });
}
