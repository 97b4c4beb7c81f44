import { pingWord } from "./ping";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pong(): AnyTool {
  return defineTool({
    name: "pong",
    title: "pong",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`pong ${pingWord()}`);
    },
  });
}

export function pongWord(): string {
  return "pong";
}
