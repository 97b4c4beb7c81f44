import { expect } from "chai";
import { createLocalCloudWatch, type LocalCloudWatch } from "../../cloudwatch/cloudwatch";
import type { Series, Widget } from "../../cloudwatch/dashboard/view";
import {
  alarm,
  type Clock,
  clockAt,
  dashboard,
  embedded,
  graph,
  MINUTE,
  NOON,
  program,
  report,
} from "./declared-cloudwatch";

const FUNCTION = ["FunctionName", "fn"];
const STAGE = ["ApiName", "api", "Stage", "dev"];

describe("the local CloudWatch", () => {
  let clock: Clock;
  let cloudWatch: LocalCloudWatch;

  beforeEach(() => {
    clock = clockAt(NOON + 5_000);
    cloudWatch = createLocalCloudWatch(clock);
  });

  function deploy(...widgets: readonly unknown[]): void {
    cloudWatch.deploy(program(dashboard(...widgets)));
  }

  function widget(index = 0, minutes = 15): Widget {
    const found = cloudWatch.view(minutes).widgets[index];
    if (found === undefined) throw new Error("no widget");
    return found;
  }

  function series(index = 0, minutes = 15): readonly Series[] {
    const found = widget(index, minutes);
    return found.kind === "graph" ? found.series : [];
  }

  /** What the series are called, and their totals. */
  function totals(index = 0): Record<string, number | null> {
    return Object.fromEntries(series(index).map(({ label, total }) => [label, total]));
  }

  function call(tool: string, errors: number, milliseconds = 5): void {
    const dimensions = { service: "fn", tool };
    const time = clock.time;
    cloudWatch.onLine(embedded({ time, dimensions, metrics: { Calls: 1, Errors: errors } }), "fn");
    const metrics = { Duration: milliseconds };
    cloudWatch.onLine(embedded({ time, dimensions, metrics, unit: "Milliseconds" }), "fn");
  }

  function request(status: number): void {
    const at = clock.time;
    const path = { apiName: "api", stage: "dev", method: "POST", resource: "/mcp" };
    cloudWatch.onRequest({ at, ...path, status, latencyMs: 30, integrationLatencyMs: 20 });
  }

  it("draws what Lambda measures of invocations, at the time when they began", () => {
    deploy(
      graph([
        ["AWS/Lambda", "Invocations", ...FUNCTION, { stat: "Sum", label: "calls" }],
        [".", "Errors", ".", ".", { stat: "Sum" }],
        [".", "Duration", ".", ".", { stat: "p100" }],
        [".", "ConcurrentExecutions", ".", ".", { stat: "Maximum" }],
        [".", "Invocations", ".", ".", "Resource", "fn:live", { stat: "Sum", label: "by alias" }],
      ]),
    );
    cloudWatch.onReport(report(12.5), { functionName: "fn", concurrent: 3 });
    cloudWatch.onReport(report(7_000, "error"), { functionName: "fn", concurrent: 1 });
    expect(totals()).to.deep.equal({
      calls: 2,
      Errors: 1,
      Duration: 7_000,
      ConcurrentExecutions: 3,
      "by alias": 2,
    });
    const points = series()[1]?.points.filter(([, value]) => value !== null);
    expect(points).to.deep.equal([
      [NOON - 10_000, 1],
      [NOON, 0],
    ]);
  });

  it("draws what API Gateway measures of requests, with rates as averages", () => {
    deploy(
      graph([
        ["AWS/ApiGateway", "Count", ...STAGE, { stat: "Sum" }],
        [".", "5XXError", ".", ".", ".", ".", { stat: "Average" }],
        [".", "4XXError", "ApiName", "api", { stat: "Sum" }],
        [".", "IntegrationLatency", ...STAGE],
      ]),
    );
    for (const status of [200, 200, 404, 502]) request(status);
    expect(totals()).to.deep.equal({
      Count: 4,
      "5XXError": 0.25,
      "4XXError": 1,
      IntegrationLatency: 20,
    });
  });

  it("draws one series for each tool that a search finds, with its own total", () => {
    const search = (name: string, stat: string): string =>
      `SEARCH('{Test,service,tool} MetricName="${name}" service="fn"', '${stat}', 300)`;
    deploy(
      graph([[{ expression: search("Calls", "Sum"), id: "e1" }]]),
      graph([[{ expression: search("Duration", "Maximum"), label: "${PROP('Dim.tool')} max" }]]),
    );
    call("add", 0);
    call("add", 1, 50);
    call("echo", 0, 7);
    expect(totals(0)).to.deep.equal({ add: 2, echo: 1 });
    expect(totals(1)).to.deep.equal({ "add max": 50, "echo max": 7 });
  });

  it("evaluates with invisible metrics and shows the last value of an expression", () => {
    const dimensions = ["service", "fn", "tool", "add"];
    deploy(
      graph(
        [
          ["Test", "Errors", ...dimensions, { id: "errors", stat: "Sum", visible: false }],
          ["Test", "Calls", ...dimensions, { id: "calls", stat: "Sum", visible: false }],
          [{ expression: "100 * errors / calls", label: "rate", color: "#d62728" }],
        ],
        { view: "singleValue" },
      ),
    );
    call("add", 0);
    clock.time += 20_000;
    call("add", 1);
    call("add", 0);
    const [rate, ...others] = series();
    expect(others).to.deep.equal([]);
    expect(rate).to.include({ label: "rate", total: 50, color: "#d62728", stat: "" });
    const present = rate?.points.filter(([, value]) => value !== null);
    expect(present).to.deep.equal([
      [NOON, 0],
      [NOON + 20_000, 50],
    ]);
  });

  it("evaluates an expression over the entire range when the widget says so", () => {
    const dimensions = ["service", "fn", "tool", "add"];
    const metrics = [
      ["Test", "Errors", ...dimensions, { id: "errors", stat: "Sum", visible: false }],
      ["Test", "Calls", ...dimensions, { id: "calls", stat: "Sum", visible: false }],
      [{ expression: "100 * errors / calls", label: "rate" }],
    ];
    deploy(graph(metrics, { view: "singleValue", setPeriodToTimeRange: true }));
    call("add", 1);
    clock.time += MINUTE;
    for (let index = 0; index < 3; index += 1) call("add", 0);
    expect(totals()).to.deep.equal({ rate: 25 });
  });

  it("sets the label of a search before those of what it finds", () => {
    const search = `SEARCH('{Test,service,tool} MetricName="Calls"', 'Sum')`;
    deploy(graph([[{ expression: search, label: "Calls of" }]]));
    call("add", 0);
    call("echo", 0);
    expect(totals()).to.deep.equal({ "Calls of add": 1, "Calls of echo": 1 });
  });

  it("calls an expression without a label by its id, and totals what it evaluates to", () => {
    const search = `SEARCH('{Test,service,tool} MetricName="Calls"', 'Sum')`;
    deploy(
      graph([
        [{ expression: `SUM(${search})`, id: "all" }],
        ["Test", "Calls", "service", "fn", "tool", "add", { id: "m1", stat: "Sum" }],
        [{ expression: "m1 * 10", id: "tenfold" }],
      ]),
      graph([[{ expression: `${search} * 10` }]]),
    );
    call("add", 0);
    clock.time += 10_000;
    call("add", 0);
    expect(totals(0)).to.deep.equal({ all: 1, Calls: 2, tenfold: 10 });
    expect(totals(1)).to.deep.equal({ "fn add": 10 });
  });

  it("shows a value of this very moment", () => {
    deploy(graph([["AWS/ApiGateway", "Count", ...STAGE, { stat: "Sum" }]]));
    clock.time = NOON + 10_000;
    request(200);
    expect(totals()).to.deep.equal({ Count: 1 });
  });

  it("chooses the period by the length of the range", () => {
    deploy(graph([["Test", "Errors"]]));
    const periods = [15, 60, 180].map((minutes) => {
      const found = widget(0, minutes);
      return found.kind === "graph" ? found.periodSeconds : 0;
    });
    expect(periods).to.deep.equal([10, 60, 300]);
  });

  it("shows no value where there was none, and no total", () => {
    deploy(graph([["Test", "Errors", { stat: "Sum" }]]));
    const [errors] = series();
    expect(errors?.total).to.equal(null);
    expect(new Set(errors?.points.map(([, value]) => value))).to.deep.equal(new Set([null]));
  });

  it("hands on axes, lines, stacking, text, alarms and queries", () => {
    const place = { y: 6, width: 8, height: 6 };
    const alarms = ["arn:aws:cloudwatch:eu-west-1:000000000000:alarm:alarm"];
    const query = "SOURCE '/aws/lambda/fn' | fields @message";
    cloudWatch.deploy(
      program(
        alarm({}),
        dashboard(
          graph([["Test", "Errors", { yAxis: "right" }]], {
            stacked: true,
            yAxis: { left: { min: 0 }, right: { min: 1, max: 9 } },
            annotations: { horizontal: [{ value: 5, label: "limit", yAxis: "right" }] },
          }),
          { type: "text", x: 0, ...place, properties: { markdown: "# Hi" } },
          { type: "alarm", x: 8, ...place, properties: { alarms } },
          { type: "log", x: 16, ...place, properties: { query, region: "eu-west-1" } },
        ),
      ),
    );
    const { title, widgets } = cloudWatch.view(15);
    expect(title).to.equal("board");
    expect(widgets.flatMap(({ problems }) => problems)).to.deep.equal([]);
    expect(widgets[0]).to.deep.include({
      stacked: true,
      yAxis: { left: { min: 0 }, right: { min: 1, max: 9 } },
      thresholds: [{ value: 5, label: "limit", axis: "right" }],
    });
    expect(widgets[1]).to.include({ kind: "text", markdown: "# Hi" });
    expect(widgets[2]).to.deep.include({ kind: "alarms", names: ["alarm"] });
    expect(widgets[3]).to.include({ kind: "log", query });
  });

  it("reports blobs that CloudWatch would drop", () => {
    deploy();
    cloudWatch.onLine(embedded({ time: NOON, metrics: { Calls: 1 }, unit: "Calls" }), "fn");
    expect(cloudWatch.view(15).problems).to.deep.equal([
      'metrics in the log: metric Calls: Unit must be a unit that CloudWatch knows, not "Calls"',
    ]);
  });

  it("reports an expression that cannot be evaluated, in its widget alone", () => {
    deploy(graph([[{ expression: "MEDIAN(1)" }]]), { ...graph([["Test", "Errors"]]), x: 8 });
    expect(widget(0).problems.join()).to.match(/MEDIAN, which is not a function/);
    expect(widget(1).problems).to.deep.equal([]);
  });

  it("reports an alarm widget whose alarm is not declared", () => {
    const alarms = ["arn:aws:cloudwatch:eu-west-1:000000000000:alarm:gone"];
    deploy({ type: "alarm", x: 0, y: 0, width: 8, height: 6, properties: { alarms } });
    expect(widget().problems).to.deep.equal(["no declared alarm is called gone"]);
  });

  it("keeps what was measured when the program is declared anew", () => {
    deploy();
    request(200);
    deploy(graph([["AWS/ApiGateway", "Count", ...STAGE, { stat: "Sum" }]]));
    expect(totals()).to.deep.equal({ Count: 1 });
  });
});
