/** The SDK's context for a tool in the worker, where there is no request any more. */
import type { ServerContext } from "@modelcontextprotocol/server";
import type { TaskCall } from "./task-launch";

/** Nobody hears a notification, and nobody can be asked but by the task. */
export function workerContext(id: string, call: TaskCall, signal: AbortSignal): ServerContext {
  const nobody = (): Promise<never> =>
    Promise.reject(new Error("a task has no client to send requests to: use ask of the task"));
  const nothing = (): Promise<void> => Promise.resolve();
  const mcpReq = {
    id,
    method: "tools/call",
    signal,
    inputResponses: call.inputResponses,
    requestState: () => undefined,
    ...{ send: nobody, elicitInput: nobody, requestSampling: nobody },
    ...{ notify: nothing, log: nothing },
  };
  return { mcpReq } as unknown as ServerContext;
}
