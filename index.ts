/**
 * The deploy path: settings -> McpFunction -> McpApi -> Monitoring -> stack outputs.
 * No resource is declared here; each component's file says what it makes and why.
 */
import { McpApi } from "./infra/mcp-api";
import { McpFunction } from "./infra/mcp-function";
import { Monitoring } from "./infra/monitoring";
import { readSettings } from "./infra/settings";

const settings = readSettings();

const mcpFunction = new McpFunction("mcp-server", settings);

const api = new McpApi("mcp-api", { ...settings, target: mcpFunction.alias });

const monitoring = new Monitoring("mcp-monitoring", {
  ...settings,
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
