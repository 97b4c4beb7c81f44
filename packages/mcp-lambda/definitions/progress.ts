/** Progress of a call, for its caller. */

/**
 * Tells the caller how far the call is, while it runs: `await progress(3, 12, "page 3")`. Sent by a server
 * with `streaming: true` to callers who asked for it (a `progressToken`) and accept events; dropped
 * otherwise. In either case it rejects when the call's deadline has passed, so that a loop ends.
 *
 * @param done larger at each call
 * @param total what `done` comes to, where that is known
 * @param message for a person
 * @returns when more can be sent: await it, so that a quick tool does not fill the memory.
 */
export type Progress = (done: number, total?: number, message?: string) => Promise<void>;

/** Where nobody hears of it. @param signal of the call */
export function silentProgress(signal: AbortSignal): Progress {
  return async () => {
    signal.throwIfAborted();
    // A loop that awaits nothing else would let no timer fire, and so no deadline pass.
    await new Promise((resolve) => setImmediate(resolve));
  };
}
