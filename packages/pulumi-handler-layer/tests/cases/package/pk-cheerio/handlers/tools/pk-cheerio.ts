import * as cheerio from "cheerio";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkCheerio(): AnyTool {
  return defineTool({
    name: "pk-cheerio",
    title: "pk-cheerio",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const $ = cheerio.load("<ul><li>a</li><li>b</li></ul>");
      return text(
        $("li")
          .map((_, e) => $(e).text())
          .get()
          .join(),
      );
    },
  });
}
