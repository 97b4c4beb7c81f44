/** The product's components around as many tools as the variable TOOLS says. */
import { McpApi } from "../../infra/api/mcp-api";
import { McpFunction } from "../../infra/function/mcp-function";
import { readSettings } from "../../infra/settings";

const settings = readSettings();
const mcpFunction = new McpFunction("growth", {
  ...settings.shared,
  ...settings.function,
  source: { module: "bench/growth/handler.ts", export: "createHandler" },
});
const api = new McpApi("growth-api", {
  ...settings.shared,
  ...settings.api,
  target: mcpFunction.alias,
});

export const endpoint = api.endpoint;
