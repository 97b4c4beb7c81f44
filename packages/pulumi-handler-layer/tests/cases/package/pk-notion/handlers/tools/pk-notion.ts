import { withStub } from "../../../../stub";
import { Client } from "@notionhq/client";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkNotion(): AnyTool {
  return defineTool({
    name: "pk-notion",
    title: "pk-notion",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return withStub(
        () => ({ results: [], object: "list" }),
        async (baseUrl) => {
          const notion = new Client({ auth: "k", baseUrl });
          const r = await notion.search({ query: "x" });
          return text(String(r.results.length));
        },
      );
    },
  });
}
