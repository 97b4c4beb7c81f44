/**
 * Counts the metrics and expressions of one graph or one alarm, all over one grid of periods.
 * What cannot be counted is a problem in words, beside the others.
 */
import { Problem } from "../problem";
import { FUNCTIONS } from "./expression-functions";
import { OPERATIONS } from "./expression-operators";
import { type Expression, parseExpression } from "./expression-parser";
import type { MetricId } from "./metric";
import { type Grid, type MetricStore, periodStarts } from "./metric-store";
import { isFound, parseSearch } from "./search";
import { searchLabels } from "./search-labels";
import { statisticOf } from "./statistics";
import { combine, type TimeSeries, type Value } from "./values";

/** A metric, or an expression, of a graph or an alarm. */
export type Query = QueriedMetric | QueriedExpression;

export interface QueriedMetric {
  readonly kind: "metric";
  readonly id: string | undefined;
  readonly label: string | undefined;
  readonly metric: MetricId;
  readonly statistic: string;
  readonly unit?: string | undefined;
}

export interface QueriedExpression {
  readonly kind: "expression";
  readonly id: string | undefined;
  readonly label: string | undefined;
  readonly expression: string;
}

export type Result = { readonly value: Value } | { readonly problem: string };

export interface Scope {
  readonly store: MetricStore;
  readonly queries: readonly Query[];
  readonly grid: Grid;
  /** Alarms may not search. */
  readonly canSearch: boolean;
}

/** Counts what is asked for, each query at most once. */
export class Evaluation {
  private readonly results = new Map<Query, Result>();
  private readonly running = new Set<Query>();

  constructor(private readonly scope: Scope) {}

  /** Never throws. */
  result(query: Query): Result {
    const known = this.results.get(query);
    if (known !== undefined) return known;
    const result = this.attempt(query);
    this.results.set(query, result);
    return result;
  }

  private attempt(query: Query): Result {
    if (this.running.has(query)) return { problem: `${nameOf(query)} refers to itself` };
    this.running.add(query);
    try {
      return { value: query.kind === "metric" ? this.metric(query) : this.expression(query) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { problem: `${nameOf(query)} ${error.message}` };
    } finally {
      this.running.delete(query);
    }
  }

  private metric({ metric, statistic, unit, label }: QueriedMetric): TimeSeries {
    const { store, grid } = this.scope;
    const points = store.points({ ...metric, unit }, statisticOf(statistic), grid);
    const origin = { label: label ?? metric.name, id: metric, statistic, unit };
    return { kind: "series", points, origin };
  }

  private expression({ expression }: QueriedExpression): Value {
    return this.evaluate(parseExpression(expression));
  }

  private evaluate(expression: Expression): Value {
    switch (expression.kind) {
      case "number":
        return { kind: "scalar", value: expression.value };
      case "text":
        return { kind: "text", text: expression.value };
      case "id":
        return this.reference(expression.id);
      case "negative":
        return combine((a) => -a, this.evaluate(expression.operand));
      case "operation": {
        const { operator, left, right } = expression;
        return combine(OPERATIONS[operator], this.evaluate(left), this.evaluate(right));
      }
      case "array":
        return { kind: "array", items: expression.items.flatMap((item) => this.members(item)) };
      case "call":
        return this.call(expression.name, expression.args);
    }
  }

  private members(item: Expression): Extract<Value, { readonly kind: "series" | "scalar" }>[] {
    const value = this.evaluate(item);
    if (value.kind === "text") throw new Problem(`has text '${value.text}' in an array`);
    return value.kind === "array" ? [...value.items] : [value];
  }

  private reference(id: string): Value {
    // Words of FILL(), no ids: ids begin with a small letter.
    if (id === "REPEAT" || id === "LINEAR") return { kind: "text", text: id };
    const query = this.scope.queries.find((candidate) => candidate.id === id);
    if (query === undefined) throw new Problem(`refers to ${id}, which is no id here`);
    const result = this.result(query);
    if ("problem" in result) throw new Problem(`uses ${id}: ${result.problem}`);
    return result.value;
  }

  private call(name: string, args: readonly Expression[]): Value {
    if (name === "SEARCH") return this.search(args.map((arg) => this.evaluate(arg)));
    if (name === "METRICS") return this.metrics(args.map((arg) => this.evaluate(arg)));
    const known = FUNCTIONS[name];
    if (known === undefined) throw new Problem(`calls ${name}, which is no function known here`);
    const [least, most] = known.args;
    if (args.length < least || args.length > most) {
      const legal = least === most ? String(least) : `${least} to ${most}`;
      throw new Problem(`calls ${name} with ${args.length} arguments; it takes ${legal}`);
    }
    const { length } = periodStarts(this.scope.grid);
    const periods = { count: length, seconds: this.scope.grid.periodSeconds };
    return known.run(
      args.map((arg) => this.evaluate(arg)),
      periods,
    );
  }

  private search([text, statistic]: readonly Value[]): Value {
    if (!this.scope.canSearch) throw new Problem("calls SEARCH, which alarms do not allow");
    if (text?.kind !== "text" || statistic?.kind !== "text") {
      throw new Problem("calls SEARCH without '{schema} term', 'statistic'");
    }
    const { store, grid } = this.scope;
    const search = parseSearch(text.text);
    const found = store.ids().filter((id) => isFound(search, id));
    const labels = searchLabels(search, found);
    const items = found.map((id, index): TimeSeries => ({
      kind: "series",
      points: store.points(id, statisticOf(statistic.text), grid),
      origin: { label: labels[index] ?? id.name, id, statistic: statistic.text },
    }));
    const hasData = ({ points }: TimeSeries): boolean => points.some((point) => point !== null);
    const shown = items.filter(hasData);
    shown.sort((a, b) => (a.origin?.label ?? "").localeCompare(b.origin?.label ?? ""));
    return { kind: "array", items: shown };
  }

  private metrics([filter]: readonly Value[]): Value {
    const wanted = filter?.kind === "text" ? filter.text : "";
    const queries = this.scope.queries.filter(
      (query) => query.kind === "metric" && (query.id ?? "").includes(wanted),
    );
    return {
      kind: "array",
      items: queries.map((query) => {
        const result = this.result(query);
        if ("problem" in result) throw new Problem(`uses METRICS: ${result.problem}`);
        if (result.value.kind !== "series") throw new Problem("uses METRICS without a metric");
        return result.value;
      }),
    };
  }
}

function nameOf(query: Query): string {
  if (query.kind === "metric") return `metric ${query.metric.name}`;
  return `expression "${query.expression}"`;
}
