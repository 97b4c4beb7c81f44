/**
 * Where a local execution environment starts: loads the handler from the function's own archive,
 * with its layers and variables. Compiled to JavaScript and run away from this project.
 */
import { createRequire } from "node:module";
import * as path from "node:path";
import { type Handler, serve } from "./runtime";

function loadHandler(): Handler {
  const [file = "", name = ""] = (process.env["_HANDLER"] ?? "").split(".");
  const root = process.env["LAMBDA_TASK_ROOT"] ?? ".";
  const load = createRequire(path.join(root, "/"));
  const exported = load(path.join(root, file)) as Record<string, Handler | undefined>;
  const handler = exported[name];
  if (typeof handler !== "function") throw new Error(`${file}.js exports no function "${name}"`);
  return handler;
}

serve(loadHandler);
