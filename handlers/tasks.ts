/**
 * The path of a task: Lambda's event, which the data path has sent -> claim -> tool -> what came of it.
 *
 * Lambda calls createTaskHandler once at cold start, and the function it returns for each task. It is a
 * function of its own, so that a tool with `background` has its own time and memory, and is bundled as
 * the data path is (handlers/mcp.ts); settings arrive as environment variables.
 */
import {
  createTaskRunner,
  createTaskTelemetry,
  logUnhandledRejections,
  readServerSettings,
  type ServerDefinition,
  type TaskLaunch,
  type WorkerContext,
} from "mcp-lambda";
import { defineServer } from "./server";

export type TaskHandler = (launch: TaskLaunch, context: WorkerContext) => Promise<void>;

/** Makes the handler of one execution environment; tests give it other servers than this one. */
export function createTaskHandler(definition: ServerDefinition = defineServer()): TaskHandler {
  const telemetry = createTaskTelemetry(readServerSettings(process.env));
  logUnhandledRejections(telemetry.log);
  return createTaskRunner(definition, telemetry);
}
