import { Agent } from "undici";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Quick extends Agent {
  constructor() {
    super({ connectTimeout: 100 });
  }
}

export function pkSubclass(): AnyTool {
  return defineTool({
    name: "pk-subclass",
    title: "pk-subclass",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const agent = new Quick();
      await agent.close();
      return text("ok");
    },
  });
}
