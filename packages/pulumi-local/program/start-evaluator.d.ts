import type { ChildProcess } from "node:child_process";

/** Starts the process that takeEvaluator will give first. */
export function startEarly(): void;

/** A process that waits for its task. */
export function takeEvaluator(): ChildProcess;
