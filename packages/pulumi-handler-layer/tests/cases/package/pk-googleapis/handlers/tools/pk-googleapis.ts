import { withStub } from "../../../../stub";
import { google } from "googleapis";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkGoogleapis(): AnyTool {
  return defineTool({
    name: "pk-googleapis",
    title: "pk-googleapis",
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
        () => ({ values: [["a"]] }),
        async (rootUrl) => {
          const sheets = google.sheets({ version: "v4", auth: "k", rootUrl: `${rootUrl}/` });
          const { data } = await sheets.spreadsheets.values.get({
            spreadsheetId: "s",
            range: "A1",
          });
          return text(String(data.values?.[0]?.[0]));
        },
      );
    },
  });
}
