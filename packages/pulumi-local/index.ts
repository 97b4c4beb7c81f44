/** Serves what a Pulumi program declares on this machine; `npm start` is cli/start.ts. */
export {
  DEFAULT_PORT,
  DEFAULT_STACK,
  FIRST_CALL,
  readArguments,
  runCommand,
} from "./cli/arguments";
export { connectionLines } from "./cli/connection-lines";
export { checkedUrl, isOfThisMachine } from "./cli/endpoint-url";
export type { ConnectionAccess } from "./cli/line-parts";
export { findServerAccess, type ServerAccess } from "./cli/server-access";
export { callTool, type Proof, UnreachableError } from "./cli/tool-call";
export type { AlarmView, Series, View, Widget } from "./cloudwatch/dashboard/view";
export { dashboardProblems } from "./cloudwatch/dashboard/dashboard-schema";
export { residentMb } from "./lambda/memory";
export { LocalServer, type LocalServerOptions } from "./local-server";
export { type LogEntry, LogFeed } from "./page/server/log-feed";
export { type DeclaredAccess, declaredAccess } from "./oauth/declared-access";
export { type IssuerOptions, type LocalIssuer, startIssuer } from "./oauth/issuer";
export { createPage } from "./page/server/server";
export {
  type DeclaredProgram,
  type DeclaredResource,
  inputText,
  ofType,
  type UnpackedArchive,
} from "./program/declared";
export { evaluateProgram } from "./program/evaluator";
export { PROJECT_ROOT } from "./program/project-root";
export { readStackSettings, type StackSettings } from "./program/stack-settings";
export { makeWorkFolder } from "./program/work-folder";
export { UserError } from "./user-error";
export { type ProgramWatch, watchProgram } from "./watch/watch";
