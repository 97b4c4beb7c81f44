import { withStub } from "../../../../stub";
import axios from "axios";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkAxios(): AnyTool {
  return defineTool({
    name: "pk-axios",
    title: "pk-axios",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async (input, context) => {
      return withStub(
        () => ({ n: 5 }),
        async (url) => {
          const { data } = await axios.get<{ n: number }>(`${url}/x`, { signal: context.signal });
          return text(String(data.n));
        },
      );
    },
  });
}
