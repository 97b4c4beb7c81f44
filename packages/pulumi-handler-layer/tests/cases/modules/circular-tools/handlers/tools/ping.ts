import { pongWord } from "./pong";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function ping(): AnyTool {
  return defineTool({
    name: "ping",
    title: "ping",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`ping ${pongWord()}`);
    },
  });
}

export function pingWord(): string {
  return "ping";
}
