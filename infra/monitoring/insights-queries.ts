/** Questions to the logs of the functions, in the language of CloudWatch Logs Insights. */
import { AUTH_METRICS } from "jwt-authorizer/metrics";
import { SERVICE_METRICS, TOOL_METRICS } from "mcp-lambda/metrics";

export interface InsightsQuery {
  readonly title: string;
  /** Without its SOURCE. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
  readonly query: string;
}

/** The server's own errors, and invocations that crashed, ran out of memory or into the timeout. */
export const LAST_ERRORS: InsightsQuery = {
  title: "Last errors",
  query: `fields @timestamp, coalesce(message, record.status) as what, tool, error.message, coalesce(requestId, record.requestId) as request
| filter level = "ERROR" or (type = "platform.report" and record.status != "success")
| sort @timestamp desc
| limit 20`,
};

/** The same of the function that runs tasks. */
export const LAST_ERRORS_OF_TASKS: InsightsQuery = {
  ...LAST_ERRORS,
  title: "Last errors of tasks",
};

/**
 * Tasks that are over, whose lines stand in the log of the function that found out: of the worker, or,
 * of those that were cancelled or lost, of the function that is called. Their level is WARN where the
 * result is a failed call; with logLevel warn or error those that went well are not in it.
 */
export const TASKS: InsightsQuery = {
  title: "Tasks",
  query: `fields @timestamp, tool, status, level, durationMs, queueMs, taskId, requestId
| filter message = "task ended"
| sort @timestamp desc
| limit 50`,
};

const { duration, errors } = TOOL_METRICS;

/**
 * Of a batch that calls a tool more than once, its slowest call: values are an array then, slowest
 * first. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
export const SLOWEST_CALLS: InsightsQuery = {
  title: "Slowest calls",
  query: `fields @timestamp, tool, coalesce(${duration.name}, ${duration.name}.0) as milliseconds, coalesce(${errors.name}, ${errors.name}.0) as failed, requestId
| filter ispresent(${duration.name}) or ispresent(${duration.name}.0)
| sort milliseconds desc
| limit 20`,
};

/** 2025 clients say their name with initialize alone; their other requests count under the user agent. */
export const CLIENTS: InsightsQuery = {
  title: "Clients by version",
  query: `fields coalesce(clientName, userAgent) as client
| filter ispresent(${SERVICE_METRICS.requests.name})
| stats count(*) as requests by client, clientVersion, protocolVersion
| sort requests desc
| limit 50`,
};

/** AWS vends no metric of it; Lambda's report lines have it. */
export const MEMORY: InsightsQuery = {
  title: "Memory (MB)",
  query: `filter type = "platform.report"
| stats max(record.metrics.maxMemoryUsedMB) as usedMB, max(record.metrics.memorySizeMB) as ofMB by bin(5m)`,
};

/**
 * Of those whom the API lets in: the server's metrics count all requests, and its lines of level WARN
 * those in which anything was wrong (not with logLevel: error). `subject` is there with logCallers.
 */
export const CALLERS: InsightsQuery = {
  title: "Callers",
  query: `filter ispresent(${SERVICE_METRICS.requests.name}) or (message = "answered" and level = "WARN")
| stats count(${SERVICE_METRICS.requests.name}) as requests, count(level) as failed, max(@timestamp) as last by callerKind, caller, subject
| sort requests desc
| limit 50`,
};

/** Of the authorizer's log. The caller has the id of its request in the body of its 401. */
export const REFUSED_TOKENS: InsightsQuery = {
  title: "Refused tokens",
  query: `filter ispresent(${AUTH_METRICS.refused.name})
| stats count(*) as refused, latest(detail) as lastDetail, latest(requestId) as lastRequest by reason, clientId, kid
| sort refused desc
| limit 50`,
};

/** AWS vends no metric of them; Lambda's report lines have the time that an environment took to start. */
export const AUTHORIZER_COLD_STARTS: InsightsQuery = {
  title: "Cold starts of the authorizer",
  query: `filter type = "platform.report"
| stats count(record.metrics.initDurationMs) as coldStarts by bin(5m)`,
};
