/**
 * Halt of a `run` that cannot go on, because a question has no answer yet or the call has failed. The
 * promise that it waits for never settles, so nothing of it goes on behind the response.
 */

export interface Halt<Reason> {
  /** Settles when `run` stands still; never before what is done meanwhile is done. */
  readonly halted: Promise<Reason>;
  readonly isOver: () => boolean;
  /** Asks for the halt; what other branches of `run` ask for in the same turn comes along. */
  readonly wait: () => Promise<never>;
  /** Nothing is begun any more: the run has ended otherwise. */
  readonly stop: () => void;
  /** Does something that must not be cut off by the halt. */
  readonly during: <Value>(work: () => Promise<Value>) => Promise<Value>;
}

/** @param reason is asked when `run` stands still. */
export function createHalt<Reason>(reason: () => Reason): Halt<Reason> {
  const { promise: halted, resolve } = Promise.withResolvers<Reason>();
  let open = 0;
  let isWanted = false;
  let isOver = false;
  const settle = (): void => {
    if (!isWanted || isOver || open > 0) return;
    isOver = true;
    resolve(reason());
  };
  const wait = (): Promise<never> => {
    if (!isWanted) setImmediate(settle);
    isWanted = true;
    return never();
  };
  const during = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    open += 1;
    try {
      return await work();
    } finally {
      open -= 1;
      // After what `run` does with the value.
      if (isWanted) setImmediate(settle);
    }
  };
  const stop = (): void => {
    isOver = true;
  };
  return { halted, isOver: () => isOver, wait, stop, during };
}

export function never(): Promise<never> {
  return new Promise(() => undefined);
}
