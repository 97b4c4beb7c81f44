import { expect } from "chai";
import { MetricMathEvaluator } from "../../cloudwatch/expressions/metric-math-evaluator";
import type { Query } from "../../cloudwatch/expressions/query";
import { gridOver, MetricStore } from "../../cloudwatch/metrics/metric-store";
import { seriesOf } from "../../cloudwatch/expressions/operands";
import { clockAt, MINUTE, NOON } from "./declared-cloudwatch";

type Points = readonly (number | null)[];

/** Metrics by id, one value a minute. */
function storeOf(metrics: Readonly<Record<string, Points>>): MetricStore {
  const store = new MetricStore(clockAt(NOON).now);
  for (const [name, points] of Object.entries(metrics)) {
    points.forEach((value, index) => {
      if (value === null) return;
      const time = NOON + index * MINUTE;
      store.add({ namespace: "Test", name, dimensions: {}, time, values: [value], unit: "None" });
    });
  }
  return store;
}

function metric(name: string): Query {
  const id = { namespace: "Test", name, dimensions: {} };
  return { kind: "metric", id: name, label: undefined, metric: id, statistic: "Sum" };
}

/** The points of an expression over metrics of four minutes, or its number, or its problem. */
function evaluate(
  expression: string,
  metrics: Readonly<Record<string, Points>> = {},
  store = storeOf(metrics),
): unknown {
  const query: Query = { kind: "expression", id: "it", label: undefined, expression };
  const queries = [query, ...Object.keys(metrics).map(metric)];
  const grid = gridOver(NOON, NOON + 4 * MINUTE, 60);
  const result = new MetricMathEvaluator({ store, queries, grid, canSearch: true }).result(query);
  if ("problem" in result) return result.problem;
  const { value } = result;
  if (value.kind === "scalar") return value.value;
  if (value.kind === "series") return value.points;
  return seriesOf(value).map(({ points, origin }) => [origin?.label, points]);
}

const m = { a: [1, 2, null, 4], b: [2, 0, 3, null] } satisfies Record<string, Points>;

describe("metric math", () => {
  const results: Readonly<Record<string, unknown>> = {
    "1 + 2 * 3": 7,
    "(1 + 2) * 3": 9,
    "2 * 3 ^ 2": 18,
    "-2 ^ 2": -4,
    "2 - -3": 5,
    "10 - 3 - 2": 5,
    "8 / 4 / 2": 1,
    "1e3 + .5": 1000.5,
    "1 + 1 > 1 AND 2 < 1 OR 3 == 3": 1,
    "a + b": [3, 2, null, null],
    "a * 10": [10, 20, null, 40],
    "100 - a": [99, 98, null, 96],
    "a / b": [0.5, null, null, null],
    "a > 1": [0, 1, null, 1],
    "a >= 2 && b < 1": [0, 1, null, null],
    "FILL(a, 0)": [1, 2, 0, 4],
    "FILL(a, REPEAT)": [1, 2, 2, 4],
    "FILL(a, LINEAR)": [1, 2, 3, 4],
    "FILL(b, REPEAT)": [2, 0, 3, 3],
    "100 * FILL(a, 0) / (a + FILL(b, 1))": [100 / 3, 100, null, 80],
    "IF(a > 1, a)": [null, 2, null, 4],
    "IF(a > 1, a, 0)": [0, 2, null, 4],
    "IF(a > 1, b, 7)": [7, 0, null, null],
    "IF(1 > 2, 3, 4)": 4,
    "SUM(a)": 7,
    "AVG(a)": 7 / 3,
    "MIN(a)": 1,
    "MAX(a)": 4,
    "a - MIN(a)": [0, 1, null, 3],
    "SUM([a, b])": [3, 2, 3, 4],
    "AVG([a, b])": [1.5, 1, 3, 4],
    "MAX([a, b])": [2, 2, 3, 4],
    "MIN([a, b])": [1, 0, 3, 4],
    "SUM([SUM(a), 1])": 8,
    "SUM(METRICS())": [3, 2, 3, 4],
    'SUM(METRICS("a"))': [1, 2, null, 4],
    "SUM(METRICS() * 2)": [6, 4, 6, 8],
    "ABS(0 - a)": [1, 2, null, 4],
    "CEIL(a / 4)": [1, 1, null, 1],
    "FLOOR(a / 4)": [0, 0, null, 1],
    "DIFF(a)": [null, 1, null, 2],
    "RATE(a)": [null, 1 / 60, null, 2 / 60],
    "RUNNING_SUM(a)": [1, 3, null, 7],
    "a / PERIOD(a)": [1 / 60, 2 / 60, null, 4 / 60],
  };
  for (const [expression, result] of Object.entries(results)) {
    it(`evaluates ${expression}`, () => {
      expect(evaluate(expression, m)).to.deep.equal(result);
    });
  }

  const problems: Readonly<Record<string, RegExp>> = {
    "a +": /"a \+" has its end where a value belongs/,
    "(a": /has its end where "\)" belongs/,
    "a b": /has "b" where its end/,
    "a ? b": /cannot be read from "\? b"/,
    "c + 1": /refers to c, which is not an id here/,
    "it + 1": /refers to itself/,
    "MEDIAN(a)": /calls MEDIAN, which is not a function known here/,
    "FILL(a)": /calls FILL with 1 arguments; it takes 2/,
    "a + 'x'": /has text 'x' where a number belongs/,
    "IF([a], 1)": /has an array in IF/,
    "SEARCH('{', 'Sum')": /cannot be read from \{/,
    "SEARCH('{Test} x', 'Median')": /statistic Median/,
  };
  for (const [expression, problem] of Object.entries(problems)) {
    it(`reports what is wrong with ${expression}`, () => {
      const store = storeOf({ x: [1], ...m });
      expect(evaluate(expression, m, store))
        .to.match(problem)
        .and.to.include(expression);
    });
  }
});

describe("SEARCH", () => {
  function calls(dimensions: Readonly<Record<string, string>>, name = "ToolCalls"): MetricStore {
    return addTo(new MetricStore(clockAt(NOON).now), dimensions, name);
  }

  function addTo(
    store: MetricStore,
    dimensions: Readonly<Record<string, string>>,
    name = "ToolCalls",
  ): MetricStore {
    const datapoint = { namespace: "Test", name, dimensions, time: NOON, unit: "Count" };
    store.add({ ...datapoint, values: [1] });
    return store;
  }

  const store = calls({ service: "a", tool: "add" });
  addTo(store, { service: "a", tool: "echo" });
  addTo(store, { service: "b", tool: "other-tool" });
  addTo(store, { service: "a" });
  addTo(store, { service: "a", tool: "add" }, "ToolErrors");
  addTo(store, { service: "a", tool: "add", client: "x" });

  const found = (search: string): unknown =>
    (evaluate(`SEARCH('${search}', 'Sum', 300)`, {}, store) as [string][]).map(([label]) => label);

  const results: Readonly<Record<string, readonly string[]>> = {
    '{Test,service,tool} MetricName="ToolCalls" service="a"': ["add", "echo"],
    '{Test, tool, service}, MetricName="ToolCalls" service="a"': ["add", "echo"],
    '{Test,service,tool} MetricName="ToolCalls" service="b"': ["other-tool"],
    '{Test,service,tool} MetricName="ToolCalls"': ["a add", "a echo", "b other-tool"],
    '{Test,service} MetricName="ToolCalls"': ["a"],
    '{Test,service,tool} MetricName="ToolCalls" NOT tool="add"': ["a echo", "b other-tool"],
    '{Test,service,tool} tool="add"': ["ToolCalls", "ToolErrors"],
    '{Test,service,tool} MetricName="ToolCalls" (tool="add" OR tool="echo")': ["add", "echo"],
    '{Test,service,tool} MetricName="ToolCalls" AND tool=other': ["b other-tool"],
    "{Test,service,tool} errors": ["a add"],
    '{Test,service,tool} MetricName="toolcalls"': [],
    "{Other,service,tool}": [],
  };
  for (const [search, labels] of Object.entries(results)) {
    it(`finds ${labels.join(", ") || "nothing"} by ${search}`, () => {
      expect(found(search)).to.deep.equal(labels);
    });
  }

  it("is an array to the functions around it", () => {
    const search = `SEARCH('{Test,service,tool} MetricName="ToolCalls"', 'Sum')`;
    expect(evaluate(`SUM(${search}) * 2`, {}, store)).to.deep.equal([6, null, null, null]);
  });
});
