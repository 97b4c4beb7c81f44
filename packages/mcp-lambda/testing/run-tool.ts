/** Tool runner for tests: a tool by itself, its arguments checked by its schema as the server does it. */
import {
  type CallToolResult,
  isCallToolResult,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { AnyTool } from "../definitions/tool";
import { ANONYMOUS, type Caller } from "../http/caller";
import type { Logger } from "../telemetry/logger";

/** Writes nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** @param caller who calls; its scopes are not checked. */
export async function runTool(
  tool: AnyTool,
  input: unknown,
  caller: Caller = ANONYMOUS,
): Promise<CallToolResult> {
  const { signal } = new AbortController();
  const context = {
    caller,
    log: silentLogger,
    count: () => undefined,
    deadline: new Date(Date.now() + 25_000),
    signal,
    mcp: {} as ServerContext,
  };
  const result = await tool.run(tool.inputSchema.parse(input), context);
  if (!isCallToolResult(result)) throw new Error("the tool asks for input");
  return result;
}
