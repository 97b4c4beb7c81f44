/**
 * The deploy path: settings -> Authorization -> McpFunction -> McpApi -> Monitoring -> stack outputs.
 * No resource is declared here; each component's file says what it makes and why.
 */
import { McpApi } from "./infra/api/mcp-api";
import { Authorization } from "./infra/authorization/authorization";
import { McpFunction } from "./infra/function/mcp-function";
import { Monitoring } from "./infra/monitoring/monitoring";
import { allSettings } from "./infra/settings";
import { stackOptions } from "./infra/stack-options";

const settings = allSettings();
const opts = stackOptions(settings);

const authorization = new Authorization("mcp-authorization", settings, opts);

const mcpFunction = new McpFunction("mcp-server", { ...settings, authorization }, opts);

const api = new McpApi(
  "mcp-api",
  {
    ...settings,
    authorization,
    target: mcpFunction.alias,
  },
  opts,
);

const monitoring = new Monitoring(
  "mcp-monitoring",
  {
    ...settings,
    function: mcpFunction.function,
    logGroup: mcpFunction.logGroup,
    authorizer: authorization.authorizer,
    tasks: mcpFunction.tasks,
    apiId: api.apiId,
    endpoint: api.endpoint,
  },
  opts,
);

/** URL that MCP clients connect to. */
export const endpoint = api.endpoint;
/** ARN of the Lambda function. */
export const functionArn = mcpFunction.function.arn;
/** CloudWatch log group of the function. */
export const logGroupName = mcpFunction.logGroup.name;
/** The dashboard in the AWS console. */
export const dashboardUrl = monitoring.dashboardUrl;
// Outputs that not every stack has: apiKeys (a secret) and domainTarget.
Object.assign(module.exports as object, authorization.outputs, api.outputs);
