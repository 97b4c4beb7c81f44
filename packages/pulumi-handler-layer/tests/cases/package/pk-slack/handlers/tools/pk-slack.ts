import { withStub } from "../../../../stub";
import { WebClient } from "@slack/web-api";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkSlack(): AnyTool {
  return defineTool({
    name: "pk-slack",
    title: "pk-slack",
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
        () => ({ ok: true, ts: "1.2" }),
        async (url) => {
          const slack = new WebClient("xoxb", { slackApiUrl: `${url}/api/` });
          const { ts } = await slack.chat.postMessage({ channel: "C", text: "x" });
          return text(ts ?? "none");
        },
      );
    },
  });
}
