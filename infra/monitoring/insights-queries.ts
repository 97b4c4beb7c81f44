/** Questions to the logs of the functions, in the language of CloudWatch Logs Insights. */
import { AUTH_METRICS } from "jwt-authorizer/metrics";
import { SERVICE_METRICS, TASK_METRICS, TOOL_METRICS } from "mcp-lambda/metrics";

export interface InsightsQuery {
  readonly title: string;
  /** Without its SOURCE. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
  readonly query: string;
}

const { calls, refusals, duration, errors } = TOOL_METRICS;

/** @param counted a metric of the calls. */
const lastErrors = (counted: string): string =>
  `fields @timestamp, coalesce(message, outcome, record.status) as what, tool, coalesce(error.message, code) as why, coalesce(requestId, record.requestId) as request
| filter level = "ERROR" or (outcome in ["failed", "too-large"] and ispresent(${counted})) or (type = "platform.report" and record.status != "success")
| sort @timestamp desc
| limit 20`;

/**
 * What raised an alarm: errors of the server and of tools, calls that failed, and invocations that
 * crashed, ran out of memory or into the timeout. Metric lines stand for calls: they are there at any
 * logLevel, and a batch has one for each tool and outcome.
 */
export const LAST_ERRORS: InsightsQuery = {
  title: "Last errors",
  query: lastErrors(calls.name),
};

/**
 * Each tool's failed and refused calls with their reason: the author's code, the name of what was thrown,
 * or the first issue of the arguments. At any logLevel.
 */
export const FAILED_CALLS: InsightsQuery = {
  title: "Failed calls by tool and reason",
  query: `fields coalesce(requestedTool, tool) as called, coalesce(code, issues.0) as why, coalesce(${calls.name}, ${refusals.name}) as calls
| filter ispresent(calls) and outcome not in ["ok", "asked"]
| stats sum(calls) as failed, max(@timestamp) as last, latest(requestId) as lastRequest by called, outcome, why
| sort failed desc
| limit 50`,
};

/**
 * Calls that ended with their invocation: it blocked until its timeout, crashed, or ran out of memory.
 * What was called is known of the line at its begin (not with logLevel warn or error); of a batch it
 * is the first of so many calls.
 */
export const CUT_OFF_CALLS: InsightsQuery = {
  title: "Calls cut off",
  query: `fields coalesce(requestId, record.requestId) as request
| filter message = "call" or (type = "platform.report" and record.status != "success")
| stats earliest(tool) as called, count(tool) as calls, latest(record.status) as status, latest(record.errorType) as why, max(@timestamp) as last by request
| filter ispresent(status)
| sort last desc
| limit 20`,
};

/** TOOL stands for a name. A line "call" without an "answered" is of a call that was cut off. */
export const ONE_TOOL: InsightsQuery = {
  title: "One tool",
  query: `fields @timestamp, level, message, outcome, coalesce(code, issues.0, error.message) as why, durationMs, requestId
| filter tool = "TOOL" and ispresent(message)
| sort @timestamp desc
| limit 100`,
};

/** REQUEST stands for the id of API Gateway, which callers have in x-amzn-requestid, or of Lambda. */
export const ONE_REQUEST: InsightsQuery = {
  title: "One request",
  query: `fields @timestamp, coalesce(level, type) as kind, coalesce(message, record.status) as what, tool, outcome, coalesce(code, issues.0, error.message) as why, coalesce(requestId, record.requestId) as request, @message
| filter gatewayRequestId = "REQUEST" or requestId = "REQUEST" or record.requestId = "REQUEST"
| sort @timestamp asc
| limit 200`,
};

/** The same of the function that runs tasks. */
export const LAST_ERRORS_OF_TASKS: InsightsQuery = {
  title: "Last errors of tasks",
  query: lastErrors(TASK_METRICS.failed.name),
};

/**
 * Tasks that are over, whose lines stand in the log of the function that found out: of the worker, or,
 * of those that were cancelled or lost, of the function that is called. Their level is WARN where the
 * result is a failed call; with logLevel warn or error those that went well are not in it.
 */
export const TASKS: InsightsQuery = {
  title: "Tasks",
  query: `fields @timestamp, tool, status, outcome, coalesce(code, issues.0) as why, durationMs, queueMs, taskId, requestId
| filter message = "task ended"
| sort @timestamp desc
| limit 50`,
};

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
