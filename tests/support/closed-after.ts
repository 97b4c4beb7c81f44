/**
 * Closes what the hooks of a suite open. A hook that fails leaves the rest undefined, so
 * `after(() => server.close())` would throw beside the cause, and hide it.
 */

export interface Closable {
  readonly close: () => unknown;
}

/** Keeps a thing, and returns it. @param close default: its own method `close`. */
export interface Keep {
  <T extends Closable>(thing: T): T;
  <T>(thing: T, close: (thing: T) => unknown): T;
}

/** Called in a suite: what is kept is closed after it, the last one first. */
export function closedAfter(): Keep {
  return closedBy(after);
}

/** The same, after each test. */
export function closedAfterEach(): Keep {
  return closedBy(afterEach);
}

function closedBy(hook: (work: () => Promise<void>) => void): Keep {
  const closing: (() => unknown)[] = [];
  hook(async () => {
    const failures: unknown[] = [];
    for (const close of closing.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  });
  return <T>(thing: T, close: (thing: T) => unknown = closeOf): T => {
    closing.push(() => close(thing));
    return thing;
  };
}

function closeOf(thing: unknown): unknown {
  return (thing as Closable).close();
}
