import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

let closed = 0;
function open(): Disposable {
  return {
    [Symbol.dispose]() {
      closed += 1;
    },
  };
}

export function usingDecl(): AnyTool {
  return defineTool({
    name: "using-decl",
    title: "using-decl",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      {
        using handle = open();
        void handle;
      }
      return text("ok");
    },
  });
}
