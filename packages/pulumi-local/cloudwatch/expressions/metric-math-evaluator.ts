/**
 * CloudWatch metric-math evaluator: evaluates the metrics and expressions of one graph or one alarm,
 * all over one grid of periods. What it refuses is a problem in words, beside the other results.
 */
import { UserError } from "../../user-error";
import { FILL_WORDS, FUNCTIONS } from "./expression-functions";
import { type Expression, parseExpression } from "./expression-parser";
import { type Grid, type MetricStore, periodStarts } from "../metrics/metric-store";
import { isFound, parseSearch, searchLabels } from "./search";
import { statisticOf } from "../metrics/statistics";
import {
  combine,
  type Operand,
  OPERATIONS,
  type ScalarOrSeries,
  type TimeSeries,
} from "./operands";
import type { QueriedExpression, QueriedMetric, Query } from "./query";

export type Result = { readonly value: Operand } | { readonly problem: string };

export interface Scope {
  readonly store: MetricStore;
  readonly queries: readonly Query[];
  readonly grid: Grid;
  /** Alarms may not search. */
  readonly canSearch: boolean;
}

/** Evaluates what is asked for, each query at most once. */
export class MetricMathEvaluator {
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
      if (!(error instanceof UserError)) throw error;
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

  private expression({ expression }: QueriedExpression): Operand {
    return this.evaluate(parseExpression(expression));
  }

  private evaluate(expression: Expression): Operand {
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

  private members(item: Expression): ScalarOrSeries[] {
    const value = this.evaluate(item);
    if (value.kind === "text") throw new UserError(`has text '${value.text}' in an array`);
    return value.kind === "array" ? [...value.items] : [value];
  }

  private reference(id: string): Operand {
    if (FILL_WORDS.includes(id)) return { kind: "text", text: id };
    const query = this.scope.queries.find((candidate) => candidate.id === id);
    if (query === undefined) throw new UserError(`refers to ${id}, which is not an id here`);
    const result = this.result(query);
    if ("problem" in result) throw new UserError(`uses ${id}: ${result.problem}`);
    return result.value;
  }

  private call(name: string, args: readonly Expression[]): Operand {
    if (name === "SEARCH") return this.search(args.map((arg) => this.evaluate(arg)));
    if (name === "METRICS") return this.metrics(args.map((arg) => this.evaluate(arg)));
    const known = FUNCTIONS[name];
    if (known === undefined)
      throw new UserError(`calls ${name}, which is not a function known here`);
    const [min, max] = known.args;
    if (args.length < min || args.length > max) {
      const legal = min === max ? String(min) : `${min} to ${max}`;
      throw new UserError(`calls ${name} with ${args.length} arguments; it takes ${legal}`);
    }
    const { length } = periodStarts(this.scope.grid);
    const periods = { count: length, seconds: this.scope.grid.periodSeconds };
    return known.run(
      args.map((arg) => this.evaluate(arg)),
      periods,
    );
  }

  private search([text, statistic]: readonly Operand[]): Operand {
    if (!this.scope.canSearch) throw new UserError("calls SEARCH, which alarms do not allow");
    if (text?.kind !== "text" || statistic?.kind !== "text") {
      throw new UserError("calls SEARCH without '{schema} term', 'statistic'");
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

  private metrics([filter]: readonly Operand[]): Operand {
    const wanted = filter?.kind === "text" ? filter.text : "";
    const queries = this.scope.queries.filter(
      (query) => query.kind === "metric" && (query.id ?? "").includes(wanted),
    );
    return {
      kind: "array",
      items: queries.map((query) => {
        const result = this.result(query);
        if ("problem" in result) throw new UserError(`uses METRICS: ${result.problem}`);
        if (result.value.kind !== "series") throw new UserError("uses METRICS without a metric");
        return result.value;
      }),
    };
  }
}

function nameOf(query: Query): string {
  if (query.kind === "metric") return `metric ${query.metric.name}`;
  return `expression "${query.expression}"`;
}
