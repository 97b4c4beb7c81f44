/** Faults of `background`, of each tool and of the names that come with it. */

/** A definition, which may have been written without types. */
type Item = Readonly<Record<string, unknown>>;

/** What "handle" adds to the list (tasks/handle-tools.ts). */
const TASK_TOOLS = ["task-status", "task-cancel"];
const WAYS = ["inline", "handle", "refuse"];
/** Lambda ends a function after 15 minutes. */
const MAX_MINUTES = 14;

export function taskProblems(tools: unknown): readonly string[] {
  if (!Array.isArray(tools)) return [];
  const items = (tools as readonly unknown[]).filter(isItem);
  const inBackground = items.filter(({ background }) => background !== undefined);
  const problems = inBackground.flatMap((tool) =>
    backgroundProblems(tool).map((problem) => `tool "${String(tool["name"])}": ${problem}`),
  );
  const hasHandles = inBackground.some(({ background }) => wayOf(background) === "handle");
  if (!hasHandles) return problems;
  const taken = items.map(({ name }) => name).filter((name) => TASK_TOOLS.includes(String(name)));
  const reserved = taken.map(
    (name) => `tool "${String(name)}": the name belongs to otherwise: "handle": rename it`,
  );
  return [...problems, ...reserved];
}

function backgroundProblems({ background, outputSchema }: Item): readonly string[] {
  if (!isItem(background)) return ['background: write { minutes: 10, otherwise: "inline" }'];
  const { minutes, first } = background;
  const way = wayOf(background);
  const isDuration = typeof minutes === "number" && minutes > 0 && minutes <= MAX_MINUTES;
  return [
    ...(isDuration ? [] : [`background.minutes: use a number above 0, at most ${MAX_MINUTES}`]),
    ...(WAYS.includes(String(way)) ? [] : [`background.otherwise: use one of ${WAYS.join(", ")}`]),
    ...(way === "handle" && outputSchema !== undefined
      ? ['background.otherwise: an id is not as outputSchema says: use "inline" or "refuse"']
      : []),
    ...(first === undefined || typeof first === "function"
      ? []
      : ["background.first: it is not a function"]),
  ];
}

function wayOf(background: unknown): unknown {
  return isItem(background) ? background["otherwise"] : undefined;
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null;
}
