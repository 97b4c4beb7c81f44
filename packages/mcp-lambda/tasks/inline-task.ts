/** A tool with `background` that runs in the request: its task has no id, and its progress goes nowhere. */
import type { Task } from "../definitions/task";
import { type AnyTool, failure, type ToolResult } from "../definitions/tool";

/** @param canAnswer whether the client of this request can be asked in its response. */
export function inlineTool(tool: AnyTool, canAnswer: boolean): AnyTool {
  const { background, name } = tool;
  // A task may ask whether its tool says so or not; where `first` may ask in its own way, it must say so.
  const canAsk = canAnswer && background?.first === undefined;
  const run: AnyTool["run"] = async (input, context) => {
    const early = await background?.first?.(input, context);
    if (early !== undefined) return early;
    const { promise: refused, resolve: refuse } = Promise.withResolvers<ToolResult>();
    const { signal } = context;
    const mayAsk = canAsk || tool.asks === true;
    const ask: Task["ask"] = (_, message) => {
      refuse(failure(`The tool "${name}" asks: ${message} ${TAKES_A_CLIENT}`));
      return new Promise(() => undefined);
    };
    const task: Task = {
      id: undefined,
      progress: () => (signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve()),
      ask: mayAsk ? context.ask : ask,
      once: mayAsk ? context.once : async (_, work) => work(),
      signal,
    };
    const ran = Promise.resolve(tool.run(input, { ...context, task }));
    return await Promise.race([ran, refused]);
  };
  return canAsk ? { ...tool, asks: true, run } : { ...tool, run };
}

const TAKES_A_CLIENT = "To answer takes a client that knows tasks and elicitation.";
