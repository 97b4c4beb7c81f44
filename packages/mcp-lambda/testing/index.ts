/** Test support for tools and handlers: events as API Gateway sends them, requests as clients do. */
export { type Ask, asking, type HandlerAnswer } from "./ask";
export { plainTool, serverWith } from "./definitions";
export { type EventParts, gatewayEvent, lambdaContext } from "./event";
export {
  type Answer,
  call,
  FIRST_ANSWER,
  FIRST_REQUEST,
  modern,
  post,
  send,
  VERSION_KEY,
} from "./mcp";
export { capturing, divertOutput, divertWrites, type FunctionLog, readLog } from "./output";
export { runTask, type TaskOutcome, type TaskTestOptions } from "./run-task";
export { readStrictly } from "./strict-reader";
export { runTool, silentLogger } from "./run-tool";
