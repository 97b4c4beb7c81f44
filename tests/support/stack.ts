/** The product's components around another handler than the product's, as index.ts composes them. */
import type { HandlerSource } from "pulumi-handler-layer";
import { McpApi } from "../../infra/api/mcp-api";
import { Authorization } from "../../infra/authorization/authorization";
import { McpFunction } from "../../infra/function/mcp-function";
import { Monitoring } from "../../infra/monitoring/monitoring";
import { allSettings } from "../../infra/settings";

export interface DeclaredServer {
  readonly authorization: Authorization;
  readonly mcpFunction: McpFunction;
  readonly api: McpApi;
}

/**
 * @param module exports `createHandler`; a path from the project's folder.
 * @param server what defines its server; needed where tools have scopes.
 */
export function declareServer(
  name: string,
  module: string,
  server?: HandlerSource,
  settings = allSettings(),
): DeclaredServer {
  const authorization = new Authorization(`${name}-authorization`, {
    ...settings,
    ...(server && { server }),
  });
  const source = { module, export: "createHandler" };
  const mcpFunction = new McpFunction(name, { ...settings, authorization, source });
  const target = mcpFunction.alias;
  const api = new McpApi(`${name}-api`, { ...settings, authorization, target });
  return { authorization, mcpFunction, api };
}

/** The same, with alarms, dashboard and saved queries. */
export function declareMonitoredServer(
  name: string,
  module: string,
  server?: HandlerSource,
): DeclaredServer & { readonly monitoring: Monitoring } {
  const settings = allSettings();
  const { authorization, mcpFunction, api } = declareServer(name, module, server, settings);
  const monitoring = new Monitoring(`${name}-monitoring`, {
    ...settings,
    function: mcpFunction.function,
    logGroup: mcpFunction.logGroup,
    authorizer: authorization.authorizer,
    apiId: api.apiId,
    endpoint: api.endpoint,
  });
  return { authorization, mcpFunction, api, monitoring };
}
