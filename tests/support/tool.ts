/** Runs a tool by itself, its arguments checked by its schema as the server does it. */
import type { CallToolResult, ServerContext } from "@modelcontextprotocol/server";
import type { AnyTool } from "../../handlers/tool";
import { silentLogger } from "./log";

export async function runTool(tool: AnyTool, input: unknown): Promise<CallToolResult> {
  const { signal } = new AbortController();
  const context = { log: silentLogger, signal, mcp: {} as ServerContext };
  return tool.run(tool.inputSchema.parse(input), context);
}
