import { one, two, nested } from "../lib";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function reexportBarrel(): AnyTool {
  return defineTool({
    name: "reexport-barrel",
    title: "reexport-barrel",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`${one()} ${two()} ${nested.three()}`);
    },
  });
}
