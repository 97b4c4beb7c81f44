import { expect } from "chai";
import { dashboardProblems } from "../../../local/cloudwatch/dashboard-structure";
import { graph } from "./declared-cloudwatch";

const ARN = "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:errors";
const row = ["Test", "Errors", "service", "a"];

function widget(type: string, properties: unknown, place = {}): unknown {
  return { type, x: 0, y: 0, width: 8, height: 6, properties, ...place };
}

function repeat(count: number, value: unknown): unknown[] {
  return Array.from({ length: count }, () => value);
}

describe("dashboardProblems", () => {
  it("finds nothing wrong with each type of widget", () => {
    const widgets = [
      graph(
        [
          [...row, { id: "m1", stat: "p99.9", period: 60, color: "#d62728", yAxis: "right" }],
          ["...", "b"],
          [".", "Calls", ".", ".", { visible: false }],
          [{ expression: "SUM(METRICS()) + FILL(m1, REPEAT)", label: "Sum", id: "e1" }],
        ],
        {
          ...{ view: "timeSeries", stacked: true, stat: "Sum", period: 300 },
          yAxis: { left: { min: 0, label: "ms", showUnits: false } },
          annotations: { horizontal: [{ value: 5, label: "limit", fill: "above" }] },
        },
      ),
      widget("text", { markdown: "# Title", background: "transparent" }, { x: 8 }),
      widget("alarm", { title: "Alarms", alarms: [ARN] }, { x: 16 }),
      widget(
        "log",
        { query: "SOURCE 'x' | fields @message", region: "eu-west-1", view: "table" },
        { y: 6 },
      ),
      widget("metric", { region: "eu-west-1", annotations: { alarms: [ARN] } }, { x: 8, y: 6 }),
    ];
    expect(dashboardProblems({ start: "-PT3H", periodOverride: "auto", widgets })).to.deep.equal(
      [],
    );
  });

  it("names the widget by index and title", () => {
    const widgets = [widget("text", { markdown: "x" }), graph([row], { stat: "Mean" })];
    expect(dashboardProblems({ widgets }).join()).to.match(/^widget 1 "Graph": .*stat must be/);
  });

  const metricsOf = (...metrics: readonly unknown[]): unknown => graph(metrics);
  const broken: Readonly<Record<string, readonly [widget: unknown, problem: RegExp]>> = {
    "an unknown type": [widget("chart", {}), /type must be one of metric/],
    "no properties": [{ type: "text" }, /properties is required/],
    "x of 24": [{ ...graph([row]), x: 24 }, /x must be a whole number, 0 to 23/],
    "y below 0": [{ ...graph([row]), y: -1 }, /y must be a whole number, 0 or more/],
    "a width of 25": [{ ...graph([row]), width: 25 }, /width must be a whole number, 1 to 24/],
    "no height": [{ ...graph([row]), height: 0 }, /height must be a whole number, 1 to 1000/],
    "an end beyond the grid": [{ ...graph([row]), x: 20 }, /x \+ width is more than 24/],
    "an unknown member": [{ ...graph([row]), z: 1 }, /z is unknown/],
    "an unknown property": [graph([row], { titel: "x" }), /properties\.titel is unknown/],
    "no region": [graph([row], { region: undefined }), /region is required/],
    "no metrics": [graph([], { metrics: undefined }), /metrics is required/],
    "an unknown view": [graph([row], { view: "line" }), /view must be one of/],
    "a title that is no text": [graph([row], { title: 1 }), /title must be text/],
    "stacked as text": [graph([row], { stacked: "yes" }), /stacked must be true or false/],
    "a period of 45 s": [graph([row], { period: 45 }), /period must be/],
    "an unknown statistic": [graph([row], { stat: "p101" }), /stat must be a statistic/],
    "an axis of text": [graph([row], { yAxis: { left: { min: "0" } } }), /left\.min must be/],
    "a gauge without a range": [graph([row], { view: "gauge" }), /a gauge needs/],
    "a line without a value": [
      graph([row], { annotations: { horizontal: [{ label: "x" }] } }),
      /horizontal\[0\]\.value is required/,
    ],
    "a vertical line without a time": [
      graph([row], { annotations: { vertical: [{ value: 5 }] } }),
      /vertical\[0\]\.value must be a time/,
    ],
    "a row that is no array": [metricsOf("Errors"), /metrics\[0\] must be an array/],
    "a row of numbers": [metricsOf(["Test", 5]), /must hold text/],
    "a row without a name": [metricsOf(["Test"]), /must have a namespace and a name/],
    "a dimension without a value": [
      metricsOf([...row, "tool"]),
      /lacks a value for dimension tool/,
    ],
    "31 dimensions": [metricsOf(["Test", "Errors", ...repeat(62, "x")]), /31 dimensions; leave 30/],
    "options that are unknown": [metricsOf([...row, { statistic: "Sum" }]), /statistic is unknown/],
    "options in the middle": [metricsOf(["Test", {}, "Errors"]), /must hold text/],
    "a period of a row": [metricsOf([...row, { period: 7 }]), /period must be/],
    "a colour by name": [metricsOf([...row, { color: "red" }]), /color must be a colour/],
    "a third axis": [metricsOf([...row, { yAxis: "middle" }]), /yAxis must be one of/],
    "an object without an expression": [metricsOf([{ id: "e1" }]), /expression is required/],
    "an id in capitals": [metricsOf([...row, { id: "M1" }]), /id M1 must be a small letter/],
    "an id used twice": [metricsOf([...row, { id: "a" }], ["...", { id: "a" }]), /a is used twice/],
    "an unknown id": [metricsOf([{ expression: "m1 + 1" }]), /refers to m1, which is no id/],
    "a broken expression": [metricsOf([{ expression: "1 +" }]), /has its end where a value/],
    "a dot in the first row": [metricsOf([".", "Errors"]), /has "\." where the row above/],
    "dots in the first row": [metricsOf(["...", "b"]), /has "\.\.\." where no row above/],
    "501 metrics": [metricsOf(...repeat(501, row)), /has 501 metrics; leave 500/],
    "empty text": [widget("text", { markdown: " " }), /markdown must be text that is not empty/],
    "a query without SOURCE": [
      widget("log", { query: "fields @message", region: "eu-west-1" }),
      /query must be a query that begins with SOURCE/,
    ],
    "a log without a region": [widget("log", { query: "SOURCE 'x'" }), /region is required/],
    "a log as numbers": [
      widget("log", { query: "SOURCE 'x'", region: "eu-west-1", view: "singleValue" }),
      /view must be one of table/,
    ],
    "no alarm": [widget("alarm", { alarms: [] }), /alarms must have 1 members or more/],
    "101 alarms": [widget("alarm", { alarms: repeat(101, ARN) }), /101 members; leave 100/],
    "the name of an alarm": [
      widget("alarm", { alarms: ["errors"] }),
      /must be the ARN of an alarm/,
    ],
  };
  for (const [what, [one, problem]] of Object.entries(broken)) {
    it(`finds ${what}`, () => {
      const problems = dashboardProblems({ widgets: [JSON.parse(JSON.stringify(one))] });
      expect(problems.join("\n")).to.match(problem);
    });
  }

  it("finds widgets that overlap", () => {
    const widgets = [
      graph([row]),
      { ...graph([row]), x: 7, y: 5 },
      { ...graph([row]), x: 8, y: 11 },
    ];
    expect(dashboardProblems({ widgets: widgets.slice(0, 2) })).to.deep.equal([
      'widget 1 "Graph": overlaps widget 0 "Graph": move one of them',
    ]);
    expect(dashboardProblems({ widgets: [widgets[0], widgets[2]] })).to.deep.equal([]);
  });

  it("finds more widgets and metrics than a dashboard may have", () => {
    const widgets = Array.from({ length: 501 }, (_, y) => ({
      ...graph(repeat(5, row)),
      ...{ y, height: 1 },
    }));
    expect(dashboardProblems({ widgets })).to.deep.equal([
      "has 501 widgets; leave 500 at most",
      "has 2505 metrics in all widgets; leave 2500 at most",
    ]);
  });

  it("finds a body that is none", () => {
    expect(dashboardProblems(undefined).join()).to.match(/must be an object/);
    expect(dashboardProblems({ widgets: {} }).join()).to.match(/widgets must be an array/);
    expect(dashboardProblems({ widgets: [], title: "x" }).join()).to.match(/title is unknown/);
    expect(dashboardProblems({ widgets: [], start: "yesterday" }).join()).to.match(/start must be/);
  });
});
