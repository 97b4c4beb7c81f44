/** The product's components around another handler than the product's, as index.ts composes them. */
import { McpApi } from "../../infra/api/mcp-api";
import { McpFunction } from "../../infra/function/mcp-function";
import { Monitoring } from "../../infra/monitoring/monitoring";
import { readSettings } from "../../infra/settings";

export interface DeclaredServer {
  readonly mcpFunction: McpFunction;
  readonly api: McpApi;
}

/** @param module exports `createHandler`; a path from the project's folder. */
export function declareServer(name: string, module: string): DeclaredServer {
  const { shared, api: apiSettings, function: functionSettings } = readSettings();
  const source = { module, export: "createHandler" };
  const mcpFunction = new McpFunction(name, { ...shared, ...functionSettings, source });
  const target = mcpFunction.alias;
  const api = new McpApi(`${name}-api`, { ...shared, ...apiSettings, target });
  return { mcpFunction, api };
}

/** The same, with alarms, dashboard and saved queries. */
export function declareMonitoredServer(
  name: string,
  module: string,
): DeclaredServer & { readonly monitoring: Monitoring } {
  const settings = readSettings();
  const { mcpFunction, api } = declareServer(name, module);
  const monitoring = new Monitoring(`${name}-monitoring`, {
    ...settings.shared,
    ...settings.function,
    ...settings.api,
    ...settings.monitoring,
    function: mcpFunction.function,
    logGroup: mcpFunction.logGroup,
    apiId: api.apiId,
    endpoint: api.endpoint,
  });
  return { mcpFunction, api, monitoring };
}
