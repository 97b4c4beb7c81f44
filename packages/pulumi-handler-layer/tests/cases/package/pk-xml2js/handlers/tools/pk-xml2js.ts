import { parseStringPromise } from "xml2js";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkXml2js(): AnyTool {
  return defineTool({
    name: "pk-xml2js",
    title: "pk-xml2js",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(JSON.stringify(await parseStringPromise("<a><b>1</b></a>")));
    },
  });
}
