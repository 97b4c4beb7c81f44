import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const ROUTES = { a: "/a", b: "/b" } as const satisfies Record<string, string>;
type Route = keyof typeof ROUTES;
function isRoute(x: string): x is Route {
  return x in ROUTES;
}

export function overloadsSatisfies(): AnyTool {
  return defineTool({
    name: "overloads-satisfies",
    title: "overloads-satisfies",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(isRoute("a") ? ROUTES.a : "no");
    },
  });
}
