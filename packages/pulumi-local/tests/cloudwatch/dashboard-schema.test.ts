import { expect } from "chai";
import { dashboardProblems } from "../../cloudwatch/dashboard/dashboard-schema";
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

    const problems = dashboardProblems({ start: "-PT3H", periodOverride: "auto", widgets });

    expect(problems).to.deep.equal([]);
  });

  it("names the widget by index and title", () => {
    const widgets = [widget("text", { markdown: "x" }, { x: 8 }), graph([row], { stat: "Mean" })];

    const problems = dashboardProblems({ widgets });

    expect(problems.join()).to.match(/^widget 1 "Graph": properties\.stat must be .*, not "Mean"$/);
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
    "a title that is not text": [graph([row], { title: 1 }), /title must be text/],
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
    "three edges of a band": [
      graph([row], { annotations: { horizontal: [repeat(3, { value: 1 })] } }),
      /horizontal\[0\] has 3 members; leave 2/,
    ],
    "an edge of a band without a value": [
      graph([row], { annotations: { horizontal: [[{ value: 1 }, {}]] } }),
      /horizontal\[0\]\[1\]\.value is required/,
    ],
    "an unknown fill": [
      graph([row], { annotations: { horizontal: [{ value: 1, fill: "before" }] } }),
      /fill must be one of above, below, none, not "before"/,
    ],
    "a vertical line at no time": [
      graph([row], { annotations: { vertical: [{ value: "noon" }] } }),
      /vertical\[0\]\.value must be a time in ISO 8601, not "noon"/,
    ],
    "one edge of a band": [
      graph([row], { annotations: { horizontal: [[{ value: 1 }]] } }),
      /horizontal\[0\] must have 2 members or more/,
    ],
    "no alarm among a graph's": [
      graph([row], { annotations: { alarms: [] } }),
      /annotations\.alarms must have 1 members or more/,
    ],
    "two alarms of a graph": [
      graph([row], { annotations: { alarms: [ARN, ARN] } }),
      /annotations\.alarms has 2 members; leave 1/,
    ],
    "an unknown place of the legend": [
      graph([row], { legend: { position: "top" } }),
      /legend\.position must be one of bottom, right, hidden/,
    ],
    "metrics that are not an array": [
      graph([], { metrics: {} }),
      /metrics must be an array of rows, not \{\}/,
    ],
    "an empty row": [metricsOf([]), /metrics\[0\] must be an array: \[namespace/],
    "dots in the middle": [metricsOf(row, ["Test", "..."]), /may have "\.\.\." in the first place/],
    "a row that is not an array": [metricsOf("Errors"), /metrics\[0\] must be an array/],
    "a row of numbers": [metricsOf(["Test", 5]), /metrics\[0\]\[1\] must be text, .* not 5$/],
    "a row without a name": [metricsOf(["Test"]), /must have a namespace and a name/],
    "a dimension without a value": [
      metricsOf([...row, "tool"]),
      /lacks a value for dimension tool/,
    ],
    "31 dimensions": [metricsOf(["Test", "Errors", ...repeat(62, "x")]), /31 dimensions; leave 30/],
    "options that are unknown": [metricsOf([...row, { statistic: "Sum" }]), /statistic is unknown/],
    "options in the middle": [
      metricsOf(["Test", {}, "Errors"]),
      /metrics\[0\]\[1\] must be text: options/,
    ],
    "a period of a row": [metricsOf([...row, { period: 7 }]), /period must be/],
    "a colour by name": [metricsOf([...row, { color: "red" }]), /color must be a colour/],
    "a third axis": [metricsOf([...row, { yAxis: "middle" }]), /yAxis must be one of/],
    "an object without an expression": [metricsOf([{ id: "e1" }]), /expression is required/],
    "an id in capitals": [
      metricsOf([...row, { id: "M1" }]),
      /id must be a small letter, .* not "M1"/,
    ],
    "an id used twice": [metricsOf([...row, { id: "a" }], ["...", { id: "a" }]), /a is used twice/],
    "an unknown id": [metricsOf([{ expression: "m1 + 1" }]), /refers to m1, which is not an id/],
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
    "an unknown order of alarms": [
      widget("alarm", { alarms: [ARN], sortBy: "name" }),
      /sortBy must be one of default/,
    ],
    "an unknown state of alarms": [
      widget("alarm", { alarms: [ARN], states: ["OK", "BAD"] }),
      /states\[1\] must be one of ALARM, INSUFFICIENT_DATA, OK, not "BAD"/,
    ],
    "an unknown background": [
      widget("text", { markdown: "x", background: "red" }),
      /background must be one of transparent, solid/,
    ],
    "an explorer's period": [widget("explorer", { period: 7 }), /properties\.period must be/],
    "a custom widget without an endpoint": [widget("custom", {}), /endpoint is required/],
    "the name of an alarm": [
      widget("alarm", { alarms: ["errors"] }),
      /must be the ARN of an alarm/,
    ],
  };
  for (const [what, [one, problem]] of Object.entries(broken)) {
    it(`finds ${what}`, () => {
      const body: unknown = { widgets: [JSON.parse(JSON.stringify(one))] };

      const problems = dashboardProblems(body);

      expect(problems.join("\n")).to.match(problem);
    });
  }

  it("reports each breach of a widget, not of the first alone", () => {
    const rows = [
      ["Test", "Errors", { statistic: "Sum" }],
      [".", "Calls", "tool"],
    ];
    const one = { ...graph(rows, { view: "line", titel: "x" }), x: 20, z: 1 };

    const problems = dashboardProblems({ widgets: [one] });

    const parts = [
      /view must be one of/,
      /metrics\[0\]\[2\]\.statistic is unknown/,
      /metrics\[1\] lacks a value for dimension tool/,
      /titel is unknown/,
      /: z is unknown/,
      /x \+ width/,
    ];
    expect(problems).to.have.length(parts.length);
    for (const part of parts) expect(problems.join("\n")).to.match(part);
  });

  it("finds what is wrong with the place of a widget of unknown type", () => {
    const one = widget("chart", {}, { y: -1 });

    const problems = dashboardProblems({ widgets: [one] });

    expect(problems.join("\n"))
      .to.match(/type must be one of/)
      .and.to.match(/y must be a whole/);
  });

  it("finds widgets that overlap", () => {
    const first = graph([row]);
    const second = { ...graph([row]), x: 7, y: 5 };

    const problems = dashboardProblems({ widgets: [first, second] });

    expect(problems).to.deep.equal([
      'widget 1 "Graph": overlaps widget 0 "Graph": move one of them',
    ]);
  });

  it("takes widgets that touch at a corner", () => {
    const first = graph([row]);
    const second = { ...graph([row]), x: 8, y: 6 };

    const problems = dashboardProblems({ widgets: [first, second] });

    expect(problems).to.deep.equal([]);
  });

  it("finds more widgets and metrics than a dashboard may have", () => {
    const widgets = Array.from({ length: 501 }, (_, y) => ({
      ...graph(repeat(5, row)),
      ...{ y, height: 1 },
    }));

    const problems = dashboardProblems({ widgets });

    expect(problems).to.deep.equal([
      "widgets has 501 members; leave 500 at most",
      "has 2505 metrics in all widgets; leave 2500 at most",
    ]);
  });

  const bodies: Readonly<Record<string, readonly [body: unknown, problem: RegExp]>> = {
    "a body that is not JSON": [undefined, /^must be an object/],
    "a body that is not an object": ["x", /^must be an object, not "x"$/],
    "a body without widgets": [{}, /^widgets is required: add it$/],
    "widgets that are not an array": [{ widgets: {} }, /^widgets must be an array, not \{\}$/],
    "a widget that is not an object": [{ widgets: [5] }, /^widget 0 "": must be an object, not 5$/],
    "an unknown member of the body": [{ widgets: [], title: "x" }, /^title is unknown/],
    "a start in words": [{ widgets: [], start: "yesterday" }, /^start must be a time or a range/],
    "an end in words": [{ widgets: [], end: "now" }, /^end must be a time or a range/],
    "an unknown periodOverride": [
      { widgets: [], periodOverride: "no" },
      /^periodOverride must be one of auto, inherit, not "no"$/,
    ],
    "variables that are not an array": [{ widgets: [], variables: 1 }, /^variables must be an arr/],
  };
  for (const [what, [body, problem]] of Object.entries(bodies)) {
    it(`finds ${what}`, () => {
      const problems = dashboardProblems(body);

      expect(problems.join("\n")).to.match(problem);
    });
  }
});
