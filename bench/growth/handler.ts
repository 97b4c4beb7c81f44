/** The data path around as many tools as the variable TOOLS says when an environment starts. */
import { createHandler as createMcpHandler, type McpHandler } from "../../handlers/mcp";
import { defineServer } from "../../handlers/server";
import { manyTools } from "./tools";

export function createHandler(): McpHandler {
  return createMcpHandler({ ...defineServer(), tools: manyTools() });
}
