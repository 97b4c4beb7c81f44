/** Process that serves a declared function: what is started, where, and what it may write to. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { lambdaNodeOptions, readOnlyBut } from "pulumi-handler-layer/lambda-runtime";
import { compile } from "pulumi-handler-layer/register";
import type { Variables } from "./function-to-run";

export interface FunctionProcess {
  /** Arguments of Node.js: its options and the script. */
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly variables: Variables;
}

/** The only folder that a function may write to. */
export const WRITABLE_FOLDER = process.platform === "win32" ? os.tmpdir() : "/tmp";

/** The function's archive and layers, as they would be uploaded. */
export function archiveProcess(variables: Variables, memoryMb: number): FunctionProcess {
  return {
    arguments: [
      ...lambdaNodeOptions(memoryMb),
      ...readOnlyBut([...new Set([WRITABLE_FOLDER, fs.realpathSync(WRITABLE_FOLDER)])]),
      writeBootstrap(variables["LAMBDA_RUNTIME_DIR"] ?? ""),
    ],
    folder: variables["LAMBDA_TASK_ROOT"] ?? "",
    variables,
  };
}

/** A handler under a debugger, without limits of memory: the archive's own, or the one in `file`. */
export function debuggedProcess(
  variables: Variables,
  port: number,
  file: string | undefined,
): FunctionProcess {
  return {
    arguments: [
      ...lambdaNodeOptions(),
      writeBootstrap(variables["LAMBDA_RUNTIME_DIR"] ?? "", "open-debugger"),
      String(port),
      ...(file === undefined ? [] : [file]),
    ],
    folder: variables["LAMBDA_TASK_ROOT"] ?? "",
    variables,
  };
}

/** The bootstrap as JavaScript, where neither this project nor its packages can be seen. */
function writeBootstrap(folder: string, ...more: readonly string[]): string {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ["runtime", "response-stream", "bootstrap", ...more]) {
    fs.writeFileSync(path.join(folder, `${name}.js`), compile(path.join(__dirname, `${name}.ts`)));
  }
  return path.join(folder, "bootstrap.js");
}
