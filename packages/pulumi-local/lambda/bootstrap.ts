/**
 * Start of a local execution environment: loads the handler from the function's own archive, with
 * its layers and variables. Compiled to JavaScript and run away from this project.
 *
 * Arguments, for a debugger alone: its port, and the module to load in place of the archive's.
 */
import { createRequire } from "node:module";
import * as path from "node:path";
import { type Handler, serve } from "./runtime";

const [debuggerPort, debuggedFile] = process.argv.slice(2);

function loadHandler(): Handler {
  const [module = "", name = ""] = (process.env["_HANDLER"] ?? "").split(".");
  const root = process.env["LAMBDA_TASK_ROOT"] ?? ".";
  const load = createRequire(path.join(root, "/"));
  const exported = load(debuggedFile ?? path.join(root, module)) as Readonly<
    Record<string, Handler | undefined>
  >;
  const handler = exported[name];
  if (typeof handler !== "function") throw new Error(`${module}.js exports no function "${name}"`);
  return handler;
}

if (debuggerPort !== undefined) {
  void import("./open-debugger").then(({ openDebugger }) => openDebugger(Number(debuggerPort)));
}
serve(loadHandler);
