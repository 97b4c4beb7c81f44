import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkFastXml(): AnyTool {
  return defineTool({
    name: "pk-fast-xml",
    title: "pk-fast-xml",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(JSON.stringify(new XMLParser().parse("<a><b>1</b></a>")));
    },
  });
}
