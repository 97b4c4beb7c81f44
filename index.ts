/**
 * The deploy path: settings -> McpFunction -> McpApi -> Monitoring -> stack outputs.
 * No resource is declared here; each component's file says what it makes and why.
 */
import { McpApi } from "./infra/api/mcp-api";
import { McpFunction } from "./infra/function/mcp-function";
import { Monitoring } from "./infra/monitoring/monitoring";
import { readSettings } from "./infra/settings";

const settings = readSettings();

const mcpFunction = new McpFunction("mcp-server", { ...settings.shared, ...settings.function });

const api = new McpApi("mcp-api", {
  ...settings.shared,
  ...settings.api,
  target: mcpFunction.alias,
});

const monitoring = new Monitoring("mcp-monitoring", {
  ...settings.shared,
  ...settings.function,
  ...settings.api,
  ...settings.monitoring,
  function: mcpFunction.function,
  logGroup: mcpFunction.logGroup,
  apiId: api.apiId,
  endpoint: api.endpoint,
});

/** URL that MCP clients connect to. */
export const endpoint = api.endpoint;
/** ARN of the Lambda function. */
export const functionArn = mcpFunction.function.arn;
/** CloudWatch log group of the function. */
export const logGroupName = mcpFunction.logGroup.name;
/** The dashboard in the AWS console. */
export const dashboardUrl = monitoring.dashboardUrl;
