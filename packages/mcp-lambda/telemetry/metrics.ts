/**
 * CloudWatch metrics of the server: names, units and dimensions. They are a contract with the
 * dashboards and alarms of the deploy program, which imports this as "mcp-lambda/metrics": it must
 * load neither the MCP SDK nor zod.
 */

export const NAMESPACE = "McpServer";

/** By service, that is by function. */
export const SERVICE_METRICS = {
  requests: { name: "Requests", unit: "Count" },
  coldStarts: { name: "ColdStarts", unit: "Count" },
  requestBytes: { name: "RequestBytes", unit: "Bytes" },
  responseBytes: { name: "ResponseBytes", unit: "Bytes" },
} as const;

/** JSON-RPC errors by their class, by service; absent where there are none, and then free. */
export const ERROR_METRICS = {
  parse: { name: "ParseErrors", unit: "Count" },
  invalidRequest: { name: "InvalidRequestErrors", unit: "Count" },
  method: { name: "MethodErrors", unit: "Count" },
  params: { name: "ParamsErrors", unit: "Count" },
  version: { name: "VersionErrors", unit: "Count" },
  internal: { name: "InternalErrors", unit: "Count" },
} as const;

/**
 * By service and tool; all but the duration by service too, since an alarm cannot search for tools.
 * Calls and errors are of tools that ran: what was refused is a caller's mistake, and no alarm's.
 */
export const TOOL_METRICS = {
  calls: { name: "ToolCalls", unit: "Count" },
  errors: { name: "ToolErrors", unit: "Count" },
  refusals: { name: "ToolRefusals", unit: "Count" },
  duration: { name: "ToolDuration", unit: "Milliseconds" },
} as const;

/**
 * Of tasks, by service and tool, and all but the times by service too. Each that was started ends as one
 * of the four; failed are also those whose result is a failed call.
 */
export const TASK_METRICS = {
  started: { name: "TasksStarted", unit: "Count" },
  completed: { name: "TasksCompleted", unit: "Count" },
  failed: { name: "TasksFailed", unit: "Count" },
  cancelled: { name: "TasksCancelled", unit: "Count" },
  /** Its worker stopped in the middle, or never began. */
  lost: { name: "TasksLost", unit: "Count" },
  /** Of a run of its worker; one that asks has several. */
  duration: { name: "TaskDuration", unit: "Milliseconds" },
  /** From the launch to the run. */
  queueTime: { name: "TaskQueueTime", unit: "Milliseconds" },
} as const;

/** Value of the dimension `tool` for all tools that do not exist. */
export const UNKNOWN_TOOL = "unknown";

/** No tool's counter or field has one of these. */
export const OWN_METRIC_NAMES: readonly string[] = [
  SERVICE_METRICS,
  ERROR_METRICS,
  TOOL_METRICS,
  TASK_METRICS,
].flatMap((metrics) => Object.values(metrics).map(({ name }) => name as string));
