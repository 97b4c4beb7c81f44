import jwt from "jsonwebtoken";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkJsonwebtoken(): AnyTool {
  return defineTool({
    name: "pk-jsonwebtoken",
    title: "pk-jsonwebtoken",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const token = jwt.sign({ a: 1 }, "k");
      const payload = jwt.verify(token, "k");
      return text(typeof payload === "string" ? payload : String(payload["a"]));
    },
  });
}
