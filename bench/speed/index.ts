/** The product's components around a tool that times its own code. */
import { McpApi } from "../../infra/api/mcp-api";
import { McpFunction } from "../../infra/function/mcp-function";
import { readSettings } from "../../infra/settings";

const settings = readSettings();
const mcpFunction = new McpFunction("speed", {
  ...settings.shared,
  ...settings.function,
  source: { module: "bench/speed/handler.ts", export: "createHandler" },
});
const api = new McpApi("speed-api", {
  ...settings.shared,
  ...settings.api,
  target: mcpFunction.alias,
});

export const endpoint = api.endpoint;
