/** Request context: what a server, and its features, need to know of the request they serve. */
import type { RequestSpan } from "../telemetry/request-telemetry";
import type { RawMessage } from "./json-rpc";

export interface RequestContext {
  /** As they were sent: the tools that they name are registered, and no others. */
  readonly messages: readonly RawMessage[];
  /** Time left for a tool in milliseconds. */
  readonly deadlineMs: number;
  readonly span: RequestSpan;
}
