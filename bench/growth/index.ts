/** The product's components around as many tools as the variable TOOLS says. */
import { createHandlerOf } from "../../handlers/mcp";
import { defineServer } from "../../handlers/server";
import { McpApi } from "../../infra/mcp-api";
import { McpFunction } from "../../infra/mcp-function";
import { readSettings } from "../../infra/settings";
import { manyTools } from "./tools";

const settings = readSettings();
const mcpFunction = new McpFunction("growth", {
  ...settings,
  createHandler: () => createHandlerOf({ ...defineServer(), tools: manyTools() }),
});
const api = new McpApi("growth-api", { ...settings, target: mcpFunction.alias });

export const endpoint = api.endpoint;
