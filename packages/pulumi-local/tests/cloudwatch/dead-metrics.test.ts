import { expect } from "chai";
import { createLocalCloudWatch, type LocalCloudWatch } from "../../cloudwatch/cloudwatch";
import {
  alarm,
  clockAt,
  dashboard,
  embedded,
  graph,
  NOON,
  program,
  report,
} from "./declared-cloudwatch";

describe("a metric that never has data", () => {
  let cloudWatch: LocalCloudWatch;

  beforeEach(() => {
    cloudWatch = createLocalCloudWatch(clockAt(NOON));
    const dimensions = { service: "fn", tool: "add" };
    cloudWatch.onLine(embedded({ time: NOON, dimensions, metrics: { Calls: 1 } }), "fn");
  });

  function problemsOf(row: readonly unknown[]): readonly string[] {
    cloudWatch.deploy(program(dashboard(graph([row]))));
    return cloudWatch.view(15).widgets[0]?.problems ?? ["no widget"];
  }

  function search(text: string): readonly unknown[] {
    return [{ expression: `SUM(SEARCH('${text}', 'Sum', 60))`, id: "e1" }];
  }

  const fine: Readonly<Record<string, readonly unknown[]>> = {
    "of a function": ["AWS/Lambda", "Errors", "FunctionName", "fn"],
    "of an alias": ["AWS/Lambda", "Errors", "FunctionName", "fn", "Resource", "fn:live"],
    "of the account": ["AWS/Lambda", "ConcurrentExecutions"],
    "of a stage": ["AWS/ApiGateway", "4XXError", "ApiName", "api", "Stage", "dev"],
    "that was seen": ["Test", "Calls", "service", "fn", "tool", "add"],
    "with a value that was not seen yet": ["Test", "Calls", "service", "fn", "tool", "echo"],
    "that did not happen yet": ["Test", "Failures", "service", "fn"],
    "that is found": search('{Test,service,tool} MetricName="Calls" service="fn"'),
    "of a function that is searched": search('{AWS/Lambda,FunctionName} MetricName="Errors"'),
  };
  for (const [what, row] of Object.entries(fine)) {
    it(`is not the metric ${what}`, () => {
      expect(problemsOf(row)).to.deep.equal([]);
    });
  }

  const dead: Readonly<Record<string, readonly [row: readonly unknown[], problem: string]>> = {
    "a metric that Lambda does not have": [
      ["AWS/Lambda", "Memory", "FunctionName", "fn"],
      "AWS/Lambda has no metric Memory",
    ],
    "a dimension that Lambda does not have": [
      ["AWS/Lambda", "Duration", "Function", "fn"],
      "AWS/Lambda vends Duration by FunctionName or by FunctionName, Resource or by ExecutedVersion, FunctionName, Resource or by the account, not by Function",
    ],
    "the concurrency of one version": [
      [
        ...["AWS/Lambda", "ConcurrentExecutions"],
        ..."FunctionName fn Resource fn:live ExecutedVersion 1".split(" "),
      ],
      "AWS/Lambda vends ConcurrentExecutions by FunctionName or by FunctionName, Resource or by the account, not by ExecutedVersion, FunctionName, Resource",
    ],
    "a function that is not declared": [
      ["AWS/Lambda", "Errors", "FunctionName", "gone"],
      "no declared function is called gone",
    ],
    "an alias that is not declared": [
      ["AWS/Lambda", "Errors", "FunctionName", "fn", "Resource", "fn:beta"],
      'function fn has no declared alias for Resource fn:beta; it is "fn:<alias>"',
    ],
    "an API that is not declared": [
      ["AWS/ApiGateway", "Count", "ApiName", "gone"],
      "no declared REST API is called gone",
    ],
    "a stage that is not declared": [
      ["AWS/ApiGateway", "Count", "ApiName", "api", "Stage", "prod"],
      "no declared stage is called prod",
    ],
    "a method without detailed metrics": [
      ["AWS/ApiGateway", "Count", ..."ApiName api Stage dev Resource /mcp Method POST".split(" ")],
      "metrics by method need metricsEnabled in the declared method settings",
    ],
    "an HTTP API's metric of a REST API": [
      ["AWS/ApiGateway", "4xx", "ApiName", "api"],
      "AWS/ApiGateway has no metric 4xx",
    ],
    "a service of which nothing is declared": [
      ["AWS/DynamoDB", "Errors", "TableName", "x"],
      "AWS/DynamoDB: the program declares nothing that has metrics there",
    ],
    "other dimensions than it came with": [
      ["Test", "Calls", "service", "fn"],
      "Calls comes with service, tool, not with service",
    ],
    "a search by other dimensions": [
      search('{Test,service} MetricName="Calls"'),
      "Calls comes with service, tool, not with service",
    ],
    "a search for a metric that Lambda does not have": [
      search('{AWS/Lambda,FunctionName} MetricName="Memory"'),
      "AWS/Lambda has no metric Memory",
    ],
    "a search for a function that is not declared": [
      search('{AWS/Lambda,FunctionName} MetricName="Errors" FunctionName="gone"'),
      "no declared function is called gone",
    ],
  };
  for (const [what, [row, problem]] of Object.entries(dead)) {
    it(`is reported: ${what}`, () => {
      expect(problemsOf(row)).to.deep.equal([problem]);
    });
  }

  it("is reported for an alarm with a unit that is not the metric's", () => {
    const errors = { namespace: "AWS/Lambda", dimensions: { FunctionName: "fn" } };
    cloudWatch.deploy(program(alarm({ ...errors, metricName: "Duration", unit: "Seconds" })));
    expect(cloudWatch.view(15).alarms[0]?.problems).to.deep.equal([
      "Duration comes in Milliseconds: with unit Seconds it never has data",
    ]);
  });

  it("is in the list of the unseen, with the widget or alarm, until it comes", () => {
    const text = '{Test,service,tool} MetricName="Failures"';
    cloudWatch.deploy(
      program(
        alarm({ metricName: "Failures", dimensions: { service: "fn", tool: "add" } }),
        dashboard(
          graph([
            ["AWS/Lambda", "Errors", "FunctionName", "fn"],
            ["Test", "Calls", "service", "fn", "tool", "add"],
            ["Test", "Calls", "service", "fn"],
            search(text),
          ]),
        ),
      ),
    );
    expect(cloudWatch.unseen()).to.deep.equal([
      'widget 0 "Graph": AWS/Lambda Errors {FunctionName=fn} has had no data',
      'widget 0 "Graph": Calls comes with service, tool, not with service',
      `widget 0 "Graph": SEARCH('${text}') finds nothing`,
      "alarm alarm: Test Failures {service=fn, tool=add} has had no data",
    ]);
    cloudWatch.onReport(report(1), { functionName: "fn", concurrent: 1 });
    const dimensions = { service: "fn", tool: "add" };
    cloudWatch.onLine(embedded({ time: NOON, dimensions, metrics: { Failures: 0 } }), "fn");
    cloudWatch.onLine(
      embedded({ time: NOON, dimensions: { service: "fn" }, metrics: { Calls: 1 } }),
      "fn",
    );
    expect(cloudWatch.unseen()).to.deep.equal([]);
  });
});
