import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkJose(): AnyTool {
  return defineTool({
    name: "pk-jose",
    title: "pk-jose",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const key = new TextEncoder().encode("0123456789abcdef0123456789abcdef");
      const token = await new SignJWT({ a: 1 }).setProtectedHeader({ alg: "HS256" }).sign(key);
      const { payload } = await jwtVerify(token, key);
      return text(String(payload["a"]));
    },
  });
}
