import axios from "axios";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

axios.defaults.timeout = 1234;

export function sideAxiosDefaults(): AnyTool {
  return defineTool({
    name: "side-axios-defaults",
    title: "side-axios-defaults",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(axios.defaults.timeout));
    },
  });
}
