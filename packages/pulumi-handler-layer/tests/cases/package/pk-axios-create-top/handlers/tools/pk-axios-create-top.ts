import axios from "axios";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const http = axios.create({ baseURL: "http://127.0.0.1:9", timeout: 500 });

export function pkAxiosCreateTop(): AnyTool {
  return defineTool({
    name: "pk-axios-create-top",
    title: "pk-axios-create-top",
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
        await http.get("/");
        return text("up");
      } catch {
        return text("down");
      }
    },
  });
}
