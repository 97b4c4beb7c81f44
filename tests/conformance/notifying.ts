/* eslint-disable @typescript-eslint/no-deprecated -- the suite asks for what 2025 clients know, too */
/** Tools that tell the client something before they answer. */
import { type AnyTool, text } from "mcp-lambda";
import { plainTool } from "mcp-lambda/testing";

/** Long enough that what comes while the tool runs is told from what comes after it on a busy machine. */
export const PROGRESS_PAUSE_MS = 600;

function pause(ms = 50): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function notifyingTools(): readonly AnyTool[] {
  return [
    plainTool("test_tool_with_logging", async (_, { mcp }) => {
      await mcp.mcpReq.log("info", "Tool execution started");
      await pause();
      await mcp.mcpReq.log("info", "Tool processing data");
      await pause();
      await mcp.mcpReq.log("info", "Tool execution completed");
      return text("Logged three times.");
    }),
    plainTool("test_tool_with_progress", async (_, { mcp }) => {
      const progressToken = mcp.mcpReq._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progress > 0) await pause(PROGRESS_PAUSE_MS);
        if (progressToken === undefined) continue;
        const params = { progressToken, progress, total: 100 };
        await mcp.mcpReq.notify({ method: "notifications/progress", params });
      }
      return text("Done.");
    }),
    plainTool("test_logging_tool", async (_, { mcp }) => {
      await mcp.mcpReq.log("info", "Only for those who asked for logs");
      return text("Logged.");
    }),
  ];
}
