/** Serves what a Pulumi program declares on this machine; `npm start` is cli/start.ts. */
export {
  type Arguments,
  DEFAULT_PORT,
  DEFAULT_STACK,
  FIRST_CALL,
  readArguments,
  runCommand,
} from "./cli/arguments";
export { isObject } from "./page/server/call";
export { isPair, readToolArguments } from "./cli/call-arguments";
export { PROOF_OPTIONS, PROOF_USAGE, readProof, variableProof } from "./cli/call-proof";
export { connectionLines } from "./cli/connection-lines";
export { checkedUrl, isOfThisMachine } from "./cli/endpoint-url";
export { curlProof } from "./cli/curl-lines";
export type { ConnectionAccess } from "./cli/line-parts";
export { findServerAccess, type ServerAccess } from "./cli/server-access";
export type { McpServer } from "./cli/mcp-exchange";
export { askingAt, givenAnswers } from "./cli/questions";
export { cancelTask, followTask } from "./cli/task-run";
export { callTool, listTools, toolUsage } from "./cli/tool-call";
export { type Fields, parseObject } from "./cli/json-fields";
export { describeLine, isOwnLine, type Paint, type Style } from "./cli/log-line";
export { printable, printableJson } from "./cli/printable";
export { lineOfRequest, type ShownRequest } from "./cli/request-line";
export { OutcomeReader, type RequestOutcome } from "./cli/request-outcome";
export { styleOfRequest } from "./cli/console-log";
export type { LogLine } from "./cloudwatch/insights/insights";
export { queryLines } from "./cloudwatch/insights/query-lines";
export type { ServedHere } from "./page/server/log-lines";
export type {
  AlarmView,
  Cell,
  LogAnswer,
  SavedQuery,
  Series,
  View,
  Widget,
} from "./cloudwatch/dashboard/view";
export { dashboardProblems } from "./cloudwatch/dashboard/dashboard-schema";
export { residentMb } from "./lambda/memory";
export { LocalServer, type LocalServerOptions } from "./local-server";
export { type LogEntry, LogFeed } from "./page/server/log-feed";
export { type DeclaredAccess, declaredAccess } from "./oauth/declared-access";
export { type IssuerOptions, type LocalIssuer, startIssuer } from "./oauth/issuer";
export { nearest } from "./nearest";
export { createPage } from "./page/server/server";
export {
  type DeclaredProgram,
  type DeclaredResource,
  inputText,
  ofType,
  type UnpackedArchive,
} from "./program/declared";
export { evaluateProgram } from "./program/evaluator";
export { PROJECT, PROJECT_ROOT, readProject } from "./program/project-root";
export { shellWord } from "./shell-word";
export { printableLines } from "./cli/printable";
export { readStackSettings, type StackSettings } from "./program/stack-settings";
export { makeWorkFolder } from "./program/work-folder";
export { UserError } from "./user-error";
export { type ProgramWatch, watchProgram } from "./watch/watch";
