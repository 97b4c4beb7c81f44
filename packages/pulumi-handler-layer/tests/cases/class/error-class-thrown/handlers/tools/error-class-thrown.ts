import { HttpError } from "../http-error2";
import { z } from "zod";
import { type AnyTool, defineTool } from "mcp-lambda";

export function errorClassThrown(): AnyTool {
  return defineTool({
    name: "error-class-thrown",
    title: "error-class-thrown",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      throw new HttpError(404, "order 7 is not there");
    },
  });
}
