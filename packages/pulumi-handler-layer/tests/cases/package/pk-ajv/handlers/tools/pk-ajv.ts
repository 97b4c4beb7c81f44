import { Ajv } from "ajv";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkAjv(): AnyTool {
  const validate = new Ajv().compile({ type: "object", required: ["a"] });
  return defineTool({
    name: "pk-ajv",
    title: "pk-ajv",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(validate({})));
    },
  });
}
