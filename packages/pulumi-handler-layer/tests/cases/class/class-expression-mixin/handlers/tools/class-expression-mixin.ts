import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

type Ctor = new () => object;
function Named(Base: Ctor) {
  return class extends Base {
    readonly label = "n";
  };
}
class Plain {}
const Mixed = Named(Plain);

export function classExpressionMixin(): AnyTool {
  return defineTool({
    name: "class-expression-mixin",
    title: "class-expression-mixin",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(new Mixed().label);
    },
  });
}
