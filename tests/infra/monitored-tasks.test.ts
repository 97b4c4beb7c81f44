/**
 * Alarms, dashboard and saved queries of a program whose tools run as tasks, as they are declared, and
 * that another program has nothing of it. With real tasks: tests/served/monitored-tasks.test.ts.
 */
import { expect } from "chai";
import * as path from "node:path";
import { TASK_METRICS } from "mcp-lambda/metrics";
import { dashboardProblems, type DeclaredProgram, inputText, ofType } from "pulumi-local";
import { declare, only, stackSettings } from "../support/program";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const QUERY = "aws:cloudwatch/queryDefinition:QueryDefinition";
const TASKS = path.join(__dirname, "..", "fixtures", "tasks");

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly properties: Readonly<Record<string, unknown>> & {
    readonly title?: string;
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
    readonly annotations?: { readonly horizontal?: readonly { readonly value: number }[] };
  };
}

function widgetsOf(program: DeclaredProgram): readonly Widget[] {
  const dashboard = only(program, "aws:cloudwatch/dashboard:Dashboard");
  return (JSON.parse(inputText(dashboard, "dashboardBody")) as { widgets: Widget[] }).widgets;
}

function alarmsOf(program: DeclaredProgram): Record<string, Readonly<Record<string, unknown>>> {
  return Object.fromEntries(
    ofType(program, ALARM).map(({ inputs }) => [
      String(inputs["name"]).replace("mcp-server-dev-", ""),
      inputs,
    ]),
  );
}

describe("the monitoring of tasks", function () {
  this.timeout(120_000);
  let program: DeclaredProgram;
  let without: DeclaredProgram;
  let warnings: string;
  before(async () => {
    ({ program, warnings } = await declare({ programFolder: TASKS }));
    ({ program: without } = await declare());
  });

  const ROW = [
    "Tasks by tool",
    "Lost tasks of all tools",
    "Duration of tasks by tool, p95",
    "Errors of the function of tasks",
    "Function of tasks",
  ];
  const LOG_ROW = ["Tasks", "Last errors of tasks"];
  const titled = (title: string): Widget | undefined =>
    widgetsOf(program).find(({ properties }) => properties.title === title);

  it("alarms on the first task that was lost, of all tools, and says what to look at", () => {
    const { alarmDescription, ...rest } = alarmsOf(program)["tasks-lost"] ?? {};

    expect(alarmDescription).to.match(
      /nobody gets their result[.] .*"Last errors of tasks".*[.]$/m,
    );
    expect(rest).to.deep.equal({
      name: "mcp-server-dev-tasks-lost",
      namespace: "McpServer",
      metricName: "TasksLost",
      dimensions: { service: "mcp-server-dev" },
      statistic: "Sum",
      period: 300,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      alarmActions: [],
      okActions: [],
    });
  });

  it("alarms on errors of the function of tasks, which no other alarm watches", () => {
    const { metricName, dimensions, period, threshold } = alarmsOf(program)["tasks-errors"] ?? {};

    expect({ metricName, dimensions, period, threshold }).to.deep.equal({
      metricName: "Errors",
      dimensions: { FunctionName: "mcp-server-dev-tasks" },
      period: 60,
      threshold: 1,
    });
    expect(alarmsOf(program)["errors"]?.["dimensions"]).to.deep.equal({
      FunctionName: "mcp-server-dev",
    });
  });

  it("has one row of graphs, one of logs, and nothing that CloudWatch would refuse", () => {
    const titles = widgetsOf(program).map(({ properties }) => properties.title ?? "");
    const at = titles.indexOf(ROW[0] ?? "");

    expect(titles.slice(at - 1, at + 6)).to.deep.equal(["API latency", ...ROW, "Last errors"]);
    expect(titles.slice(-3)).to.deep.equal(["Clients by version", ...LOG_ROW]);
    const rows = new Map<number, number>();
    for (const { y, width } of widgetsOf(program)) rows.set(y, (rows.get(y) ?? 0) + width);
    expect([...rows.values()]).to.deep.equal(Array(rows.size).fill(24));
    expect(dashboardProblems({ widgets: widgetsOf(program) })).to.deep.equal([]);
  });

  it("draws every metric of tasks by tool", () => {
    const metrics = ROW.flatMap((title) => titled(title)?.properties.metrics ?? []);
    const searched = metrics.flatMap(([first]) => {
      const { expression = "" } = first as { readonly expression?: string };
      return /MetricName="(\w+)" service="mcp-server-dev"/.exec(expression)?.[1] ?? [];
    });

    expect(searched).to.have.members(Object.values(TASK_METRICS).map(({ name }) => name));
  });

  it("draws the thresholds, and the state of each alarm", () => {
    const values = ROW.map((title) =>
      titled(title)?.properties.annotations?.horizontal?.map(({ value }) => value),
    );
    const shown = widgetsOf(program).find(({ type }) => type === "alarm")?.properties.alarms;

    expect(values).to.deep.equal([undefined, [1], undefined, [1], undefined]);
    expect(shown).to.have.members(ofType(program, ALARM).map(({ outputs }) => outputs["arn"]));
  });

  it("saves and draws the queries of both logs, and links the log of tasks", () => {
    const logs = ["/aws/lambda/mcp-server-dev-tasks", "/aws/lambda/mcp-server-dev"];
    const saved = new Map(
      ofType(program, QUERY).map(({ inputs }) => [
        String(inputs["name"]).replace("mcp-server-dev/", ""),
        inputs,
      ]),
    );

    expect(saved.get("Tasks")?.["logGroupNames"]).to.deep.equal(logs);
    expect(saved.get("Last errors of tasks")?.["logGroupNames"]).to.deep.equal(logs.slice(0, 1));
    for (const title of ["Calls cut off", "One tool", "One request"]) {
      expect(saved.get(title)?.["logGroupNames"], title).to.have.members(logs);
    }
    for (const title of LOG_ROW) {
      const { logGroupNames, queryString } = saved.get(title) ?? {};
      const sources = (logGroupNames as readonly string[]).map((name) => `SOURCE '${name}' | `);
      expect(titled(title)?.properties["query"]).to.equal(sources.join("") + String(queryString));
      expect(titled(title)?.properties["view"]).to.equal("table");
    }
    expect(widgetsOf(program)[0]?.properties.markdown).to.match(
      / · \[Log of tasks\]\(\S+\$252Faws\$252Flambda\$252Fmcp-server-dev-tasks\)$/,
    );
  });

  it("warns of a worst month with as many tasks as the settings allow", () => {
    expect(warnings).to.match(/ \+ tasks 100 at a time x 0\.5 GB \$2,168 = /);
  });

  it("adds to what a program without tasks has, and changes nothing of it", () => {
    const added = [...ROW, ...LOG_ROW];
    const rest = widgetsOf(program)
      .filter(({ properties }) => !added.includes(properties.title ?? ""))
      .filter(({ type }) => type !== "text" && type !== "alarm");
    const own = widgetsOf(without).filter(({ type }) => type !== "text" && type !== "alarm");
    const { "tasks-lost": lost, "tasks-errors": errors, ...others } = alarmsOf(program);

    expect([lost, errors].map((alarm) => alarm?.["name"])).to.not.include(undefined);
    expect(rest.map(({ y, ...widget }) => widget)).to.deep.equal(
      own.map(({ y, ...widget }) => widget),
    );
    expect(others).to.deep.equal(alarmsOf(without));
  });

  it("is nowhere in a program without tasks", () => {
    const watched = without.resources.filter(({ type }) => type.startsWith("aws:cloudwatch/"));

    expect(watched).to.have.length.above(10);
    // Queries for a call ask about calls of either kind.
    const others = watched.filter(({ type }) => type !== QUERY && !type.includes("dashboard"));
    const drawn = widgetsOf(without).filter(({ type }) => type !== "log");
    expect(JSON.stringify(others.map(({ name, inputs }) => [name, inputs]))).to.not.match(/task/i);
    expect(JSON.stringify(drawn)).to.not.match(/task/i);
  });

  it("makes no alarm, and draws none, with alarmTasksLost: 0", async () => {
    const settings = stackSettings({ "mcp-server:alarmTasksLost": "0" });
    const { program: silent } = await declare({ settings, programFolder: TASKS });
    const graph = widgetsOf(silent).find(({ properties }) => properties.title === ROW[1]);

    expect(alarmsOf(silent)).to.not.have.property("tasks-lost");
    expect(graph?.properties.annotations?.horizontal ?? []).to.deep.equal([]);
  });
});
