/** The data path around the server that the conformance suite asks for. */
import { createHandler as createMcpHandler, type McpHandler } from "../../handlers/mcp";
import { suiteServer } from "./suite-server";

export function createHandler(): McpHandler {
  return createMcpHandler(suiteServer());
}
