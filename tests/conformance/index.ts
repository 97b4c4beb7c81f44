/** The product's components around the server that the conformance suite asks for. */
import { McpApi } from "../../infra/api/mcp-api";
import { McpFunction } from "../../infra/function/mcp-function";
import { readSettings } from "../../infra/settings";

const settings = readSettings();
const mcpFunction = new McpFunction("conformance", {
  ...settings.shared,
  ...settings.function,
  source: { module: "tests/conformance/handler.ts", export: "createHandler" },
});
const api = new McpApi("conformance-api", {
  ...settings.shared,
  ...settings.api,
  target: mcpFunction.alias,
});

export const endpoint = api.endpoint;
