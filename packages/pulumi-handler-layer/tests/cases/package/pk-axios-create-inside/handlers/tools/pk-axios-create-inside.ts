import { withStub } from "../../../../stub";
import axios, { isAxiosError } from "axios";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkAxiosCreateInside(): AnyTool {
  const http = axios.create({ timeout: 2000 });
  return defineTool({
    name: "pk-axios-create-inside",
    title: "pk-axios-create-inside",
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
        await http.get("http://127.0.0.1:9/");
        return text("up");
      } catch (error) {
        return text(isAxiosError(error) ? (error.code ?? "") : "other");
      }
    },
  });
}
