/** CloudWatch Logs Insights query evaluator: the commands of a query, one after another, over lines. */
import { evaluate, evaluateOver } from "./expression-evaluator";
import type { Column, Command, InsightsQuery } from "./query";
import { Row } from "./row";
import { compare, isTrue, keyOf, Moment, type Value } from "./values";

/** As many as the service returns. */
const MAX_ROWS = 10_000;

export interface Answer {
  /** Names, in the order of the query. */
  readonly columns: readonly string[];
  /** A value for each column. */
  readonly rows: readonly (readonly Value[])[];
}

interface State {
  rows: readonly Row[];
  columns: readonly string[];
  /** Whether `columns` were asked for by display, which ends the choice. */
  isChosen: boolean;
}

/** @param lines in any order; the newest come first where the query does not sort. */
export function evaluateQuery({ commands }: InsightsQuery, lines: readonly Row[]): Answer {
  const state: State = {
    rows: [...lines].sort((one, other) => other.at - one.at),
    columns: [],
    isChosen: false,
  };
  for (const command of commands) apply(command, state);
  const columns = state.columns.length > 0 ? state.columns : ["@timestamp", "@message"];
  const rows = state.rows.slice(0, MAX_ROWS).map((row) => columns.map((name) => row.get(name)));
  return { columns, rows };
}

function apply(command: Command, state: State): void {
  switch (command.kind) {
    case "fields":
      addFields(command.columns, state);
      return;
    case "display":
      display(command.columns, state);
      return;
    case "filter":
      state.rows = state.rows.filter((row) => isTrue(evaluate(command.condition, row)));
      return;
    case "parse":
      parse(command, state);
      return;
    case "stats":
      group(command, state);
      return;
    case "sort":
      sort(command, state);
      return;
    case "limit":
      state.rows = state.rows.slice(0, command.count);
      return;
    case "dedup":
      dedup(command.names, state);
  }
}

function addFields(columns: readonly Column[], state: State): void {
  for (const row of state.rows) setAll(columns, row);
  addColumns(
    columns.map(({ name }) => name),
    state,
  );
}

function display(columns: readonly Column[], state: State): void {
  for (const row of state.rows) setAll(columns, row);
  state.columns = columns.map(({ name }) => name);
  state.isChosen = true;
}

function setAll(columns: readonly Column[], row: Row): void {
  for (const { name, expression } of columns) {
    if (expression.kind !== "field" || expression.name !== name) {
      row.set(name, evaluate(expression, row));
    }
  }
}

function addColumns(names: readonly string[], state: State): void {
  if (!state.isChosen) state.columns = [...new Set([...state.columns, ...names])];
}

function parse(
  { source, pattern, names }: Command & { readonly kind: "parse" },
  state: State,
): void {
  const found = new Set(names);
  for (const row of state.rows) {
    const value = evaluate(source, row);
    const match = typeof value === "string" ? pattern.exec(value) : null;
    if (match === null) continue;
    names.forEach((name, index) => {
      row.set(name, match[index + 1] ?? null);
    });
    const groups: Readonly<Record<string, string | undefined>> = match.groups ?? {};
    for (const [name, text] of Object.entries(groups)) {
      row.set(name, text ?? null);
      found.add(name);
    }
  }
  addColumns([...(state.columns.length > 0 ? [] : ["@timestamp", "@message"]), ...found], state);
}

function group({ columns, by }: Command & { readonly kind: "stats" }, state: State): void {
  const groups = new Map<string, { readonly values: readonly Value[]; readonly rows: Row[] }>();
  for (const row of state.rows) {
    const values = by.map(({ expression }) => evaluate(expression, row));
    const key = keyOf(values);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { values, rows: [row] });
    else known.rows.push(row);
  }
  if (by.length === 0 && groups.size === 0) groups.set("", { values: [], rows: [] });
  state.rows = [...groups.values()].map(({ values, rows }) =>
    grouped(values, rows, { columns, by }),
  );
  state.columns = [...by, ...columns].map(({ name }) => name);
  state.isChosen = false;
}

function grouped(
  values: readonly Value[],
  rows: readonly Row[],
  { columns, by }: { readonly columns: readonly Column[]; readonly by: readonly Column[] },
): Row {
  const row = new Row(Math.max(0, ...values.map(timeOf)), () => null);
  by.forEach(({ name }, index) => {
    row.set(name, values[index] ?? null);
  });
  for (const { name, expression } of columns) row.set(name, evaluateOver(expression, rows));
  return row;
}

function timeOf(value: Value): number {
  return value instanceof Moment ? value.at : 0;
}

function sort({ keys }: Command & { readonly kind: "sort" }, state: State): void {
  const rows = state.rows.map((row) => ({
    row,
    values: keys.map(({ expression }) => evaluate(expression, row)),
  }));
  rows.sort((one, other) => {
    for (const [index, { isDescending }] of keys.entries()) {
      const [left = null, right = null] = [one.values[index], other.values[index]];
      const order = compare(left, right);
      // What is missing stays last in both directions.
      if (order !== 0) return isDescending && left !== null && right !== null ? -order : order;
    }
    return 0;
  });
  state.rows = rows.map(({ row }) => row);
}

/** Lines that lack one of the fields are no duplicates. */
function dedup(names: readonly string[], state: State): void {
  const seen = new Set<string>();
  state.rows = state.rows.filter((row) => {
    const values = names.map((name) => row.get(name));
    if (values.includes(null)) return true;
    const key = keyOf(values);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
