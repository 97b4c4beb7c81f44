/** Options of a function's execution environments: what they run, within which limits, and whose lines its frames name. */
import * as path from "node:path";
import { DEFAULT_MEMORY_MB } from "pulumi-handler-layer/lambda-runtime";
import { type DebugOptions, writeDebuggedHandler } from "./debugged-handler";
import type { EnvironmentOptions } from "./environment";
import { archiveProcess, debuggedProcess } from "./function-process";
import { codeOf, type FunctionToRun, type Variables } from "./function-to-run";
import { createFrameMapper, type FrameMapper, readBundledHandler } from "./stack-frames";

/** Lambda gives the init phase 10 seconds. */
const INIT_TIMEOUT_MS = 10_000;

/** Time for everything, where somebody may look at a breakpoint. */
export const DEBUGGING_MS = 24 * 60 * 60 * 1000;

export type MappedEnvironment = Omit<EnvironmentOptions, "onLine"> & {
  readonly mapFrames: FrameMapper;
};

/** The archive, within the declared limits. */
export function archiveEnvironment(run: FunctionToRun, variables: Variables): MappedEnvironment {
  const { inputs } = run.resource;
  const memoryMb = Number(inputs["memorySize"] ?? DEFAULT_MEMORY_MB);
  const { folder, handler } = codeOf(run.resource);
  return {
    process: archiveProcess(variables, memoryMb),
    memoryMb,
    timeoutMs: Number(inputs["timeout"] ?? 3) * 1000,
    initTimeoutMs: INIT_TIMEOUT_MS,
    freezes: process.platform !== "win32",
    mapFrames:
      handler === undefined
        ? unmapped
        : createFrameMapper(path.join(folder, "__index.js"), readBundledHandler(handler)),
  };
}

/** The handler under a debugger, without limits. */
export function debuggedEnvironment(
  run: FunctionToRun,
  variables: Variables,
  debug: DebugOptions,
): MappedEnvironment {
  const debugged = writeDebuggedHandler(codeOf(run.resource), debug.root);
  return {
    process: debuggedProcess(variables, debug.port, debugged?.file),
    memoryMb: Infinity,
    timeoutMs: DEBUGGING_MS,
    initTimeoutMs: DEBUGGING_MS,
    freezes: false,
    mapFrames:
      debugged === undefined ? unmapped : createFrameMapper(debugged.file, debugged.handler),
  };
}

function unmapped(line: string): string {
  return line;
}
