import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

interface Node {
  name: string;
  children: Node[];
}

export function zodRecursive(): AnyTool {
  const node: z.ZodType<Node> = z.lazy(() =>
    z.object({ name: z.string(), children: z.array(node) }),
  );
  return defineTool({
    name: "zod-recursive",
    title: "zod-recursive",
    description: "A case.",
    inputSchema: z.object({ root: node }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async (input) => {
      return text(String(input.root.children.length));
    },
  });
}
