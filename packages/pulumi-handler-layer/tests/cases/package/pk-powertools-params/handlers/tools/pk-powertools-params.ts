import { getSecret } from "@aws-lambda-powertools/parameters/secrets";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkPowertoolsParams(): AnyTool {
  return defineTool({
    name: "pk-powertools-params",
    title: "pk-powertools-params",
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
        return text(String(await getSecret("s")));
      } catch (error) {
        return text((error as Error).name);
      }
    },
  });
}
