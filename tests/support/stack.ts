/** The product's components around another handler than the product's, as index.ts composes them. */
import type { HandlerSource } from "pulumi-handler-layer";
import { McpApi } from "../../infra/api/mcp-api";
import { Authorization } from "../../infra/authorization/authorization";
import { McpFunction } from "../../infra/function/mcp-function";
import { Monitoring } from "../../infra/monitoring/monitoring";
import { allSettings } from "../../infra/settings";
import { stackOptions } from "../../infra/stack-options";

/** What defines a server, or that and what makes the handler of its tasks. */
export type Defined =
  HandlerSource | { readonly server: HandlerSource; readonly tasks: HandlerSource };

export interface DeclaredServer {
  readonly authorization: Authorization;
  readonly mcpFunction: McpFunction;
  readonly api: McpApi;
}

/**
 * @param module exports `createHandler`; a path from the project's folder.
 * @param defined what defines its server; needed where tools have scopes, needs, questions or tasks.
 */
export function declareServer(
  name: string,
  module: string,
  defined?: Defined,
  settings = allSettings(),
): DeclaredServer {
  const { server, tasks } = partsOf(defined);
  const opts = stackOptions(settings);
  const authorization = new Authorization(
    `${name}-authorization`,
    {
      ...settings,
      ...(server && { server }),
    },
    opts,
  );
  const source = { module, export: "createHandler" };
  const mcpFunction = new McpFunction(
    name,
    {
      ...settings,
      ...{ authorization, source },
      ...(server && { definition: server }),
      ...(tasks && { taskSource: tasks }),
    },
    opts,
  );
  const target = mcpFunction.alias;
  const api = new McpApi(`${name}-api`, { ...settings, authorization, target }, opts);
  return { authorization, mcpFunction, api };
}

/** The same, with alarms, dashboard and saved queries. */
export function declareMonitoredServer(
  name: string,
  module: string,
  defined?: Defined,
): DeclaredServer & { readonly monitoring: Monitoring } {
  const settings = allSettings();
  const { authorization, mcpFunction, api } = declareServer(name, module, defined, settings);
  const monitoring = new Monitoring(
    `${name}-monitoring`,
    {
      ...settings,
      function: mcpFunction.function,
      logGroup: mcpFunction.logGroup,
      authorizer: authorization.authorizer,
      tasks: mcpFunction.tasks,
      apiId: api.apiId,
      endpoint: api.endpoint,
    },
    stackOptions(settings),
  );
  return { authorization, mcpFunction, api, monitoring };
}

function partsOf(defined: Defined | undefined): {
  readonly server?: HandlerSource;
  readonly tasks?: HandlerSource;
} {
  if (defined === undefined || "server" in defined) return defined ?? {};
  return { server: defined };
}
