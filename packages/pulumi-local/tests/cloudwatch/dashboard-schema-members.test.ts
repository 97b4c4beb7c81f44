import { expect } from "chai";
import { dashboardProblems } from "../../cloudwatch/dashboard/dashboard-schema";
import { arrayOf, isRecord, recordOf } from "../../cloudwatch/untyped-json";

type Path = readonly (string | number)[];

const ARN = "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:errors";
const line = { label: "limit", color: "#fff", visible: true };
const range = { min: 0, max: 4, label: "ms", showUnits: false };
const drawn = { period: 60, color: "#d62728", label: "a", visible: false, yAxis: "right" };
const metric = {
  ...{ accountId: "1", region: "eu-west-1", title: "Graph", start: "-PT3H", end: "P0D" },
  ...{ legend: { position: "right" }, liveData: true, period: 300, stat: "Sum", timezone: "+0130" },
  ...{ setPeriodToTimeRange: true, singleValueFullPrecision: true, sparkline: true },
  ...{ stacked: true, trend: true, view: "gauge", yAxis: { left: range, right: { ...range } } },
  annotations: {
    alarms: [ARN],
    horizontal: [{ ...line, value: 5, fill: "above", yAxis: "left" }, [{ value: 1 }, { value: 2 }]],
    vertical: [{ ...line, value: "2026-11-26T10:00:00Z", fill: "before" }],
  },
  metrics: [
    ["Test", "Errors", { ...drawn, id: "m1", stat: "p99.9", accountId: "1", region: "eu-west-1" }],
    [{ ...drawn, expression: "m1 * 2", id: "e1", accountId: "1", region: "eu-west-1" }],
  ],
};
const log = { accountId: "1", query: "SOURCE 'x'", queryLanguage: "CWLI", region: "eu-west-1" };
const place = { y: 6, width: 4, height: 6 };
/** Every member that has a schema, on every type of widget. */
const full = {
  ...{ start: "-PT3H", end: "2026-11-26T10:00:00Z", periodOverride: "auto", variables: [] },
  widgets: [
    { type: "metric", x: 0, y: 0, width: 24, height: 6, properties: metric },
    { type: "text", x: 0, ...place, properties: { markdown: "x", background: "solid" } },
    {
      ...{ type: "alarm", x: 4, ...place },
      properties: { alarms: [ARN], sortBy: "default", states: ["OK"], title: "Alarms" },
    },
    {
      ...{ type: "log", x: 8, ...place },
      properties: { ...log, stacked: true, title: "Log", view: "table" },
    },
    { type: "custom", x: 12, ...place, properties: { endpoint: "arn", title: "Custom" } },
    {
      ...{ type: "explorer", x: 16, ...place },
      properties: { period: 60, region: "eu-west-1", splitBy: "x", title: "Explorer" },
    },
  ],
};

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  const members: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...arrayOf(value).entries()]
    : Object.entries(recordOf(value));
  return [path, ...members.flatMap(([key, member]) => pathsIn(member, [...path, key]))];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((found, key) => (found as Record<string | number, unknown>)[key], value);
}

/** The full body with another value in one place. */
function bodyWith(path: Path, value: unknown): unknown {
  const body = structuredClone(full);
  const parent = at(body, path.slice(0, -1)) as Record<string | number, unknown>;
  parent[path.at(-1) ?? ""] = value;
  return body;
}

/** As in a problem: from the widget on. */
function shown(path: Path): string {
  const own = path[0] === "widgets" && path.length > 2 ? path.slice(2) : path;
  return own
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .slice(1);
}

describe("the schema of a dashboard's body", () => {
  it("takes every documented member", () => {
    const problems = dashboardProblems(full);

    expect(problems).to.deep.equal([]);
  });

  for (const path of pathsIn(full)
    .slice(1)
    .filter(({ length }) => length !== 2)) {
    it(`refuses null in ${path.join(".")}`, () => {
      const problems = dashboardProblems(bodyWith(path, null));

      const own = problems.filter((text) => text.includes(`${shown(path)} must be `));
      expect(own.join("\n"), problems.join("\n")).to.match(/, not null$/);
    });
  }

  const objects = pathsIn(full).filter((path) => isRecord(at(full, path)));
  for (const path of objects) {
    it(`refuses an unknown member in ${path.join(".") || "the body"}`, () => {
      const problems = dashboardProblems(
        path.length === 0 ? { ...full, colour: 1 } : bodyWith([...path, "colour"], 1),
      );

      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(/\bcolour is unknown: leave it out, or use one of \w+/);
    });
  }
});
