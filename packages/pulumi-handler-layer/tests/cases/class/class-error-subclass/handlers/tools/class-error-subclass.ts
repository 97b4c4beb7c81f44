import { z } from "zod";
import { type AnyTool, defineTool, failure } from "mcp-lambda";

class NotFoundError extends Error {
  constructor(readonly what: string) {
    super(`no ${what}`);
    this.name = "NotFoundError";
  }
}
function find(): never {
  throw new NotFoundError("order");
}

export function classErrorSubclass(): AnyTool {
  return defineTool({
    name: "class-error-subclass",
    title: "class-error-subclass",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      try {
        find();
      } catch (error) {
        if (error instanceof NotFoundError) return failure(`not found: ${error.what}`);
        throw error;
      }
    },
  });
}
