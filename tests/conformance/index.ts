/** The product's components around the server that the conformance suite asks for. */
import { createHandlerOf } from "../../handlers/mcp";
import { McpApi } from "../../infra/mcp-api";
import { McpFunction } from "../../infra/mcp-function";
import { readSettings } from "../../infra/settings";
import { suiteServer } from "./suite-server";

const settings = readSettings();
const mcpFunction = new McpFunction("conformance", {
  ...settings,
  createHandler: () => createHandlerOf(suiteServer()),
});
const api = new McpApi("conformance-api", { ...settings, target: mcpFunction.alias });

export const endpoint = api.endpoint;
