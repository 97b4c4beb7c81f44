/** Request context: what a server, and its features, need to know of the request they serve. */
import type { RequestStates } from "../features/request-state";
import type { Caller } from "../http/caller";
import type { RequestSpan } from "../telemetry/request-telemetry";
import type { Outlet } from "../streaming/outlet";
import type { RawMessage } from "./json-rpc";

export interface RequestContext {
  readonly caller: Caller;
  /** Their params have not been checked: the tools that they name are registered, and no others. */
  readonly messages: readonly RawMessage[];
  /** Time left for a tool in milliseconds. */
  readonly deadlineMs: number;
  readonly span: RequestSpan;
  /** Undefined where the definition has its own way (`options.requestState`). */
  readonly states: RequestStates | undefined;
  /** Characters that are left for what is wrong with the arguments of its calls. */
  readonly refusals: { left: number };
  /** Where the response is streamed. */
  readonly outlet?: Outlet | undefined;
}
