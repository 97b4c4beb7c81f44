/** Methods of the extension: tasks/get, tasks/update and tasks/cancel, for clients that declare it. */
import {
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from "@modelcontextprotocol/server";
import * as z from "zod";
import type { Feature } from "../features/feature";
import type { RequestContext } from "../protocol/request-context";
import { describeError } from "../telemetry/logger";
import { clientOf, TASKS_CAPABILITY } from "./task-client";
import type { TaskRow } from "./task-row";
import { detailedTask } from "./task-view";
import type { TaskRequest, Tasks } from "./tasks";

/** Answers of a client, as JSON: a row keeps them. */
const MAX_RESPONSES_BYTES = 100_000;

const PARAMS = z.object({ taskId: z.string() });

type Handle = (
  taskId: string,
  mcp: ServerContext,
  request: TaskRequest,
) => Promise<Record<string, unknown>>;

/** Of the same shape as for all that serve methods; made when there is a tool with `background`. */
export function taskMethods(tasks: Tasks): Feature {
  const methods: readonly (readonly [string, Handle])[] = [
    ["tasks/get", async (id, _, request) => detailedTask(found(await tasks.look(id, request)))],
    [
      "tasks/update",
      async (id, mcp, request) => {
        found(await tasks.update(id, responsesIn(mcp), request));
        return {};
      },
    ],
    [
      "tasks/cancel",
      async (id, _, request) => {
        found(await tasks.cancel(id, request));
        return {};
      },
    ],
  ];
  return {
    methodPrefix: "tasks/",
    capabilities: TASKS_CAPABILITY,
    register: (server, context) => {
      for (const [method, handle] of methods) {
        server.server.setRequestHandler(method, { params: PARAMS }, ({ taskId }, mcp) => {
          if (!clientOf(mcp).knowsTasks) throw missingTasks();
          const request = requestOf(context);
          return handle(taskId, mcp, request).catch((error: unknown) => hide(error, request));
        });
      }
    },
  };
}

/** -32021, which says what the client has to declare. */
export function missingTasks(): MissingRequiredClientCapabilityError {
  return new MissingRequiredClientCapabilityError({ requiredCapabilities: TASKS_CAPABILITY });
}

function requestOf({ caller, span }: RequestContext): TaskRequest {
  return { caller, requestId: span.requestId, log: span.logFor({}) };
}

/** What a store throws is for the log. */
function hide(error: unknown, { requestId, log }: TaskRequest): never {
  if (error instanceof ProtocolError) throw error;
  log.error("a task could not be reached", { error: describeError(error) });
  throw new ProtocolError(
    ProtocolErrorCode.InternalError,
    `The task could not be reached; the reason is in the server's log under request id ${requestId ?? "unknown"}.`,
  );
}

/** Nobody learns whether an id is another caller's. */
function found(row: TaskRow | undefined): TaskRow {
  if (row !== undefined) return row;
  throw new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    "There is no such task: it is over for so long that it was forgotten, or never was.",
  );
}

/** The SDK takes them out of the params. */
function responsesIn({ mcpReq }: ServerContext): Readonly<Record<string, unknown>> {
  const { inputResponses = {} } = mcpReq;
  const bytes = Buffer.byteLength(JSON.stringify(inputResponses));
  if (bytes <= MAX_RESPONSES_BYTES) return inputResponses;
  throw new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `The answers have ${bytes} bytes; at most ${MAX_RESPONSES_BYTES} are accepted.`,
  );
}
