/** Faults of `needs`, which may have been written without types. */

/** What `run` gets beside its clients (CallContext). */
const TAKEN: readonly string[] = [
  "ask",
  "caller",
  "confirm",
  "count",
  "deadline",
  "log",
  "mcp",
  "once",
  "signal",
  "task",
];

/** What the program makes under names that a need would have. */
const OF_PROGRAM: readonly string[] = ["dependencies", "state", "stateKey", "tasks", "tools"];

/** Names become variables of the function, and names of AWS. */
const NAME = /^[a-z][A-Za-z0-9]{0,39}$/;

/** Undefined where there is nothing wrong, or nothing needed. */
export function needsProblem(needs: unknown): string | undefined {
  if (needs === undefined) return undefined;
  if (typeof needs !== "object" || needs === null || Array.isArray(needs)) {
    return "write names and what they stand for: { notes: table({ ... }) }";
  }
  const problems = Object.entries(needs).flatMap(([name, need]) => oneProblem(name, need) ?? []);
  return problems.length === 0 ? undefined : problems.join("; ");
}

function oneProblem(name: string, need: unknown): string | undefined {
  if (!NAME.test(name)) return `"${name}": at most 40 letters and digits, the first a small letter`;
  if (TAKEN.includes(name)) return `"${name}": the context has something of this name already`;
  if (OF_PROGRAM.includes(name)) {
    return `"${name}": a resource of the program is called so: choose another name`;
  }
  const { declared, connect } = (need ?? {}) as Readonly<Record<string, unknown>>;
  const isNeed = typeof declared === "object" && typeof connect === "function";
  return isNeed ? undefined : `"${name}": write table({ ... }), secret() or bucket({ ... })`;
}
