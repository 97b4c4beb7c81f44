/**
 * MCP server for AWS Lambda behind an API Gateway REST API. Tools, resources and prompts are written
 * against the first part; a handler is composed of the second.
 */
export type { CallContext, Completers } from "./definitions/call-context";
export { type AnyPrompt, definePrompt, type PromptContent } from "./definitions/prompt";
export type {
  ResourceContent,
  ResourceDefinition,
  ResourceTemplateDefinition,
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
export { toolScopes } from "./definitions/tool-scopes";

export { type Caller, createCallerReader } from "./http/caller";
export { createCors } from "./http/cors";
export { type HttpRequest, type HttpResponse, readEvent, toResult } from "./http/gateway-event";
export { createGuard } from "./http/guard";
export { createDispatch } from "./protocol/dispatch";
export { warmUp } from "./protocol/warm-up";
export { readServerSettings } from "./settings";
export { logUnhandledRejections } from "./telemetry/left-behind";
export { createRequestTelemetry } from "./telemetry/request-telemetry";
