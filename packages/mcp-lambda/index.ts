/**
 * MCP server for AWS Lambda behind an API Gateway REST API. Tools, resources and prompts are written
 * against the first part; a handler is composed of the second.
 */
export type { Asking, CallContext, Completers } from "./definitions/call-context";
export { type AnyPrompt, definePrompt, type PromptContent } from "./definitions/prompt";
export {
  defineResource,
  defineResourceTemplate,
  type ResourceContent,
  type ResourceDefinition,
  type ResourceTemplateDefinition,
} from "./definitions/resource";
export type { ServerDefinition } from "./definitions/server-definition";
export {
  type AnyTool,
  defineTool,
  failure,
  structured,
  text,
  type ToolDefinition,
  type ToolResult,
} from "./definitions/tool";
export type { ToolUi } from "./definitions/tool-ui";
export type { Progress } from "./definitions/progress";
export type { Task } from "./definitions/task";
export { toolScopes } from "./definitions/tool-scopes";
export { type Caller, callerId } from "./http/caller";
export { declaredFeatures, type DeclaredFeatures } from "./needs/declared-features";
export type { DeclaredNeed } from "./needs/need";
export { bucket, type DeclaredBucket } from "./needs/bucket";
export type { BucketClient } from "./needs/bucket-client";
export { secret, type SecretClient } from "./needs/secret";
export { type DeclaredTable, table } from "./needs/table";

export { createCallerReader } from "./http/caller";
export { createCors } from "./http/cors";
export { type HttpRequest, type HttpResponse, readEvent, toResult } from "./http/gateway-event";
export { createGuard } from "./http/guard";
export { streamed, type StreamingHandler } from "./streaming/lambda-stream";
export { createOutlet } from "./streaming/outlet";
export { createDispatch } from "./protocol/dispatch";
export { warmUp } from "./protocol/warm-up";
export { readServerSettings } from "./settings";
export { createTaskRunner, type TaskRunner, type WorkerContext } from "./tasks/task-runner";
export type { TaskLaunch } from "./tasks/task-launch";
export { logUnhandledRejections } from "./telemetry/left-behind";
export { createRequestTelemetry } from "./telemetry/request-telemetry";
export { createTaskTelemetry } from "./telemetry/task-telemetry";
