/** What the client of a request can do with tasks: it says so in each request. */
import { CLIENT_CAPABILITIES_META_KEY, type ServerContext } from "@modelcontextprotocol/server";

export const TASKS_EXTENSION = "io.modelcontextprotocol/tasks";

/** Of a server, and what -32021 asks of a client. */
export const TASKS_CAPABILITY = { extensions: { [TASKS_EXTENSION]: {} } };

interface Capabilities {
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly elicitation?: unknown;
}

export interface TaskClient {
  readonly knowsTasks: boolean;
  /** It can also be asked. */
  readonly canAnswer: boolean;
}

/** @param meta `_meta` of a request, or its envelope; 2025 clients have none. */
export function clientIn(meta: unknown): TaskClient {
  const members = (meta ?? {}) as Readonly<Record<string, unknown>>;
  const { extensions, elicitation } = (members[CLIENT_CAPABILITIES_META_KEY] ?? {}) as Capabilities;
  const knowsTasks = extensions?.[TASKS_EXTENSION] !== undefined;
  return { knowsTasks, canAnswer: knowsTasks && elicitation !== undefined };
}

export function clientOf({ mcpReq }: ServerContext): TaskClient {
  return clientIn(mcpReq.envelope);
}
