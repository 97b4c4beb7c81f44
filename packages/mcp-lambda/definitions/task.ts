/** Task: what a tool with `background` gets in its context beside what all tools get. */
import type { Asking } from "./call-context";

export interface Task {
  /** Undefined where the tool runs in the request. */
  readonly id: string | undefined;
  /**
   * Says how far it is, for whoever looks: `await task.progress("3 of 12")`. At most 200 characters; what
   * comes within a second is written together. Throws when the task was cancelled, so that a loop ends.
   */
  readonly progress: (text: string) => Promise<void>;
  /**
   * As `ask` of the context, in a tool with or without `asks: true`: the task waits for its answer without
   * running, for days if need be, and `run` is called anew with it. What must not happen again is under
   * `once`.
   */
  readonly ask: Asking["ask"];
  /** As `once` of the context. */
  readonly once: Asking["once"];
  /** Aborted when the task is cancelled, waits for an answer, or is given up. */
  readonly signal: AbortSignal;
}

/** Of tools without `background`. */
export const NO_TASK: Task = {
  id: undefined,
  progress: () => Promise.resolve(),
  ask: notInBackground,
  once: notInBackground,
  signal: new AbortController().signal,
};

function notInBackground(): Promise<never> {
  return Promise.reject(
    new Error("only tools with background have a task: write it into the definition"),
  );
}
