/**
 * Alarms, dashboard, saved queries, notification and access logs, as they are declared. That no
 * metric in them is dead: tests/served/monitored.test.ts.
 */
import { expect } from "chai";
import { dashboardProblems, type DeclaredProgram, inputText, ofType } from "pulumi-local";
import { declare, only, stackSettings } from "../support/program";

const ACCOUNT = "000000000000";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

interface DashboardBody {
  readonly periodOverride?: string;
  readonly widgets: readonly {
    readonly type: string;
    readonly y: number;
    readonly width: number;
    readonly properties: {
      readonly title?: string;
      readonly region?: string;
      readonly query?: string;
      readonly view?: string;
      readonly markdown?: string;
      readonly alarms?: readonly string[];
      readonly metrics?: readonly (readonly unknown[])[];
      readonly yAxis?: { readonly left?: { readonly label?: string } };
      readonly annotations?: {
        readonly horizontal?: readonly { readonly label: string; readonly value: number }[];
      };
    };
  }[];
}

function bodyOf(program: DeclaredProgram): DashboardBody {
  const dashboard = only(program, "aws:cloudwatch/dashboard:Dashboard");
  return JSON.parse(inputText(dashboard, "dashboardBody")) as DashboardBody;
}

/** How many series a graph may show. */
function visibleRows(metrics: readonly (readonly unknown[])[]): number {
  return metrics.filter((row) => (row.at(-1) as { visible?: boolean }).visible !== false).length;
}

function alarmsOf(program: DeclaredProgram): Record<string, Readonly<Record<string, unknown>>> {
  return Object.fromEntries(
    ofType(program, ALARM).map((alarm) => [inputText(alarm, "name"), alarm.inputs]),
  );
}

describe("the monitoring", () => {
  let program: DeclaredProgram;
  let warnings: string;
  before(async function () {
    this.timeout(120_000);
    ({ program, warnings } = await declare());
  });

  const ofTools = { namespace: "McpServer", dimensions: { service: "mcp-server-dev" } };
  const ofFunction = { namespace: "AWS/Lambda", dimensions: { FunctionName: "mcp-server-dev" } };
  const ofApi = {
    namespace: "AWS/ApiGateway",
    dimensions: { ApiName: "MCPApi", Stage: "dev" },
  };
  const atLeast = { comparisonOperator: "GreaterThanOrEqualToThreshold" };
  const over = { comparisonOperator: "GreaterThanThreshold" };
  const expected: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    errors: {
      ...ofFunction,
      ...atLeast,
      metricName: "Errors",
      statistic: "Sum",
      period: 60,
      threshold: 1,
    },
    "tool-errors": {
      ...ofTools,
      ...atLeast,
      metricName: "ToolErrors",
      statistic: "Sum",
      period: 300,
      threshold: 10,
    },
    throttles: {
      ...ofFunction,
      ...atLeast,
      metricName: "Throttles",
      statistic: "Sum",
      period: 60,
      threshold: 1,
    },
    duration: {
      ...ofFunction,
      ...over,
      metricName: "Duration",
      statistic: "Maximum",
      period: 300,
      threshold: 7_200,
    },
    "server-errors": {
      ...ofApi,
      ...atLeast,
      metricName: "5XXError",
      statistic: "Average",
      period: 300,
      threshold: 0.05,
    },
    latency: {
      ...ofApi,
      ...over,
      metricName: "Latency",
      extendedStatistic: "p99",
      period: 300,
      threshold: 5_000,
    },
    requests: {
      ...ofApi,
      ...over,
      metricName: "Count",
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 3,
      threshold: 4_800,
    },
  };
  for (const [name, inputs] of Object.entries(expected)) {
    it(`alarms on ${name}, tells what it means, and is not raised by silence`, () => {
      const { alarmDescription, ...rest } = alarmsOf(program)[`mcp-server-dev-${name}`] ?? {};
      expect(alarmDescription).to.match(/^[A-Z].*[.] [A-Z].*[.]$/m);
      expect(rest).to.deep.equal({
        evaluationPeriods: 1,
        ...inputs,
        name: `mcp-server-dev-${name}`,
        alarmActions: [],
        okActions: [],
        treatMissingData: "notBreaching",
      });
    });
  }

  it("alarms on the rate of failed tool calls, of 20 calls or more", () => {
    const { metricQueries, threshold, treatMissingData } =
      alarmsOf(program)["mcp-server-dev-tool-error-rate"] ?? {};
    expect({ threshold, treatMissingData }).to.deep.equal({
      threshold: 20,
      treatMissingData: "notBreaching",
    });
    const query = (id: string, metricName: string): object => ({
      id,
      metric: { ...ofTools, metricName, period: 300, stat: "Sum" },
    });
    expect(metricQueries).to.deep.equal([
      query("errors", "ToolErrors"),
      query("calls", "ToolCalls"),
      {
        id: "rate",
        expression: "IF(calls >= 20, 100 * errors / calls, 0)",
        label: "Failed tool calls (%)",
        returnData: true,
      },
    ]);
  });

  it("does not watch calls that were refused, and says so", () => {
    const { alarmDescription, metricName } = alarmsOf(program)["mcp-server-dev-tool-errors"] ?? {};
    expect(metricName).to.equal("ToolErrors");
    expect(alarmDescription)
      .to.include(
        "Calls that were refused (unknown tools, wrong arguments, a missing scope) do not count",
      )
      .and.not.include("do not exist");
  });

  it("says of throttles that the account's concurrency is used up", () => {
    const { alarmDescription } = alarmsOf(program)["mcp-server-dev-throttles"] ?? {};
    expect(alarmDescription).to.include("the account's concurrency in this region is used up");
  });

  it("says of requests how many the throttle lets through, and what lowers them", () => {
    const { alarmDescription } = alarmsOf(program)["mcp-server-dev-requests"] ?? {};
    expect(alarmDescription)
      .to.include("More than 4800 requests in 5 minutes, three times in a row")
      .and.include("the throttle lets 6000 through")
      .and.include("lower throttleRate");
  });

  it("warns of the worst month while the endpoint is open", () => {
    expect(warnings).to.include("20/s x 2,628,000 s = 52.6 M requests: gateway $184 + Lambda 10 s");
  });

  it("counts each method that the gateway answers itself in the worst month: $184 each", () => {
    const { paths } = JSON.parse(
      inputText(only(program, "aws:apigateway/restApi:RestApi"), "body"),
    ) as { readonly paths: Readonly<Record<string, object>> };
    const methods = Object.values(paths).flatMap((path) => Object.keys(path));
    expect(methods.filter((method) => method !== "post")).to.have.length(552 / 184);
    expect(warnings).to.include("$552 for what the gateway answers itself");
  });

  it("has no budget unless one is set", () => {
    expect(ofType(program, "aws:budgets/budget:Budget")).to.deep.equal([]);
  });

  it("has these alarms and no others", () => {
    const names = [...Object.keys(expected), "tool-error-rate"];
    expect(Object.keys(alarmsOf(program))).to.have.members(
      names.map((name) => `mcp-server-dev-${name}`),
    );
  });

  it("draws health first, then tools, protocol, function, API and log", () => {
    const { widgets } = bodyOf(program);
    expect(widgets.map(({ type, properties }) => properties.title ?? type)).to.deep.equal([
      "text",
      "Requests",
      "Failed tool calls, of all calls",
      "Answered with 5xx, of all requests",
      "Alarms",
      "Failed calls of all tools",
      "Latency of the slowest 1 %",
      "Longest invocation",
      "Crashed or timed out invocations",
      "Calls by tool",
      "Failed calls by tool",
      "Refused calls by tool",
      "Duration by tool, p95",
      "Requests that reached the server",
      "Protocol errors",
      "Size of bodies",
      "Duration",
      "Concurrency and cold starts",
      "Throttled invocations",
      "Memory (MB)",
      "API errors",
      "API latency",
      "Last errors",
      "Failed calls by tool and reason",
      "Calls cut off",
      "Slowest calls",
      "Clients by version",
    ]);
    const rows = new Map<number, number>();
    for (const { y, width } of widgets) rows.set(y, (rows.get(y) ?? 0) + width);
    expect([...rows.values()]).to.deep.equal(Array(rows.size).fill(24));
  });

  it("shows the state of every alarm", () => {
    const shown = bodyOf(program).widgets.find(({ type }) => type === "alarm")?.properties.alarms;
    expect(shown).to.have.members(ofType(program, ALARM).map(({ outputs }) => outputs["arn"]));
  });

  it("draws each alarm's threshold on a graph of nothing but what it watches", () => {
    const drawn = bodyOf(program).widgets.flatMap(({ properties }) =>
      (properties.annotations?.horizontal ?? []).map(({ value, label }) => [
        properties.title,
        value,
        label,
        visibleRows(properties.metrics ?? []),
      ]),
    );
    expect(drawn).to.deep.equal([
      ["Requests", 4_800, "alarm above 4,800", 1],
      ["Failed tool calls, of all calls", 20, "alarm from 20 on", 1],
      ["Answered with 5xx, of all requests", 5, "alarm from 5 on", 1],
      ["Failed calls of all tools", 10, "alarm from 10 on", 1],
      ["Latency of the slowest 1 %", 5_000, "alarm above 5,000", 1],
      ["Longest invocation", 7_200, "alarm above 7,200", 1],
      ["Crashed or timed out invocations", 1, "alarm from 1 on", 1],
      ["Throttled invocations", 1, "alarm from 1 on", 1],
    ]);
  });

  it("draws what an alarm watches with the alarm's own period, metric and statistic", () => {
    const watched = new Map(
      bodyOf(program).widgets.flatMap(({ properties: { title, metrics = [], annotations } }) =>
        annotations?.horizontal === undefined ? [] : [[title, metrics] as const],
      ),
    );
    const periods = [...watched.values()].map((rows) =>
      rows.flatMap((row) => {
        const { period } = row.at(-1) as { readonly period?: number };
        return period ?? [];
      }),
    );
    expect(periods.map((all) => [...new Set(all)])).to.deep.equal([
      ...[[300], [300], [300], [300], [300], [300]],
      ...[[60], [60]],
    ]);
    expect(bodyOf(program).periodOverride).to.equal("inherit");
  });

  it("says of each axis what it counts", () => {
    const axes = bodyOf(program).widgets.flatMap(({ type, properties }) =>
      type === "metric" ? properties.yAxis?.left?.label : [],
    );
    expect(axes).to.not.include(undefined);
    expect(new Set(axes)).to.include.all.keys(["%", "ms", "bytes", "calls in 5 minutes"]);
  });

  it("saves the queries of the log rows, and those to fill in", () => {
    const queries = ofType(program, "aws:cloudwatch/queryDefinition:QueryDefinition");
    expect(queries.map(({ inputs }) => inputs["name"])).to.have.members([
      "mcp-server-dev/Last errors",
      "mcp-server-dev/Slowest calls",
      "mcp-server-dev/Clients by version",
      "mcp-server-dev/Memory (MB)",
      "mcp-server-dev/Failed calls by tool and reason",
      "mcp-server-dev/Calls cut off",
      "mcp-server-dev/One tool",
      "mcp-server-dev/One request",
    ]);
    // Logical names: another one would make the query anew.
    for (const { name } of queries) expect(name).to.match(/^[a-z]+(-[a-z]+)+$/);
    const group = "/aws/lambda/mcp-server-dev";
    for (const { inputs } of queries) expect(inputs["logGroupNames"]).to.deep.equal([group]);
    for (const { properties } of bodyOf(program).widgets.filter(({ type }) => type === "log")) {
      const saved = queries.find(
        ({ inputs }) => inputs["name"] === `mcp-server-dev/${properties.title ?? ""}`,
      );
      const query = String(saved?.inputs["queryString"]);
      expect(properties.query, properties.title).to.equal(`SOURCE '${group}' | ${query}`);
    }
  });

  it("leaves a query's rows as they are and draws memory as a curve", () => {
    const views = bodyOf(program)
      .widgets.filter(({ type }) => type === "log")
      .map(({ properties }) => [properties.title, properties.view]);
    expect(views).to.deep.equal([
      ["Memory (MB)", "timeSeries"],
      ["Last errors", "table"],
      ["Failed calls by tool and reason", "table"],
      ["Calls cut off", "table"],
      ["Slowest calls", "table"],
      ["Clients by version", "table"],
    ]);
  });

  it("has no topic when nobody is to be told", () => {
    expect(program.resources.filter(({ type }) => type.startsWith("aws:sns"))).to.deep.equal([]);
  });

  for (const [project, stack, region] of [
    ["mcp-server", "dev", "ap-northeast-2"],
    ["a", "b", "us-gov-west-1"],
    ["Long_Project-name", "x".repeat(46), "eu-central-1"],
  ] as const) {
    it(`has a valid dashboard for ${project}-${stack} in ${region}`, async () => {
      const settings = { ...stackSettings({ "aws:region": region }), project, stack };
      const isDefault = stack === "dev";
      const body = bodyOf(isDefault ? program : (await declare({ settings })).program);
      expect(dashboardProblems(body)).to.deep.equal([]);
      const text = JSON.stringify(body);
      if (region !== "ap-northeast-2") expect(text).to.not.include("ap-northeast-2");
      if (!isDefault) expect(text).to.not.include("mcp-server-dev").and.not.include('"dev"');
      const metrics = body.widgets.flatMap(({ properties }) => properties.metrics ?? []);
      expect(metrics.length).to.be.below(500);
      for (const { type, properties } of body.widgets) {
        if (type === "metric" || type === "log") expect(properties.region).to.equal(region);
      }
    });
  }
});

describe("the monitoring with other settings", () => {
  let program: DeclaredProgram;
  let warnings: string;
  before(async function () {
    this.timeout(120_000);
    const config = {
      "mcp-server:alarmEmail": "you@example.com",
      "mcp-server:accessLogs": "true",
      "mcp-server:logRetentionDays": "90",
      "mcp-server:logLevel": "error",
      "mcp-server:alarmErrors": "3",
      "mcp-server:alarmToolErrors": "0",
      "mcp-server:alarmToolErrorPercent": "0",
      "mcp-server:alarmThrottles": "0",
      "mcp-server:alarmLatencyMs": "700",
      "mcp-server:alarmDurationPercent": "50",
      "mcp-server:alarmServerErrorPercent": "0",
      "mcp-server:alarmRequests": "900",
      "mcp-server:monthlyBudgetUsd": "25",
      "mcp-server:auth": "iam",
    };
    ({ program, warnings } = await declare({ settings: stackSettings(config) }));
  });

  it("leaves log levels to the server's logger: Lambda's would drop metrics, which name none", () => {
    const { environment, loggingConfig } = only(program, "aws:lambda/function:Function").inputs;
    expect(environment).to.have.property("variables").that.includes({
      LOG_LEVEL: "error",
    });
    expect(loggingConfig).to.include({ applicationLogLevel: "INFO", systemLogLevel: "INFO" });
  });

  it("makes no alarm whose threshold is 0, and draws none", () => {
    const thresholds = Object.fromEntries(
      Object.entries(alarmsOf(program)).map(([name, { threshold }]) => [name, threshold]),
    );
    expect(thresholds).to.deep.equal({
      "mcp-server-dev-errors": 3,
      "mcp-server-dev-duration": 4_500,
      "mcp-server-dev-latency": 700,
      "mcp-server-dev-requests": 900,
    });
    const drawn = bodyOf(program).widgets.flatMap(
      ({ properties }) => properties.annotations?.horizontal ?? [],
    );
    expect(drawn.map(({ value }) => value)).to.have.members([3, 4_500, 700, 900]);
  });

  it("sends alarms, and that they are over, to an unencrypted topic of the stack's own", () => {
    const topic = only(program, "aws:sns/topic:Topic");
    expect(topic.inputs).to.deep.equal({ name: "mcp-server-dev-alarms" });
    const { arn } = topic.outputs;
    for (const { alarmActions, okActions } of Object.values(alarmsOf(program))) {
      expect([alarmActions, okActions]).to.deep.equal([[arn], [arn]]);
    }
    expect(only(program, "aws:sns/topicSubscription:TopicSubscription").inputs).to.include({
      topic: arn,
      protocol: "email",
      endpoint: "you@example.com",
    });
  });

  it("mails of a month's costs in this region at 80 % spent, and when it will be over", () => {
    const mail = { thresholdType: "PERCENTAGE", comparisonOperator: "GREATER_THAN" };
    const to = { subscriberEmailAddresses: ["you@example.com"] };
    expect(only(program, "aws:budgets/budget:Budget").inputs).to.deep.equal({
      name: "mcp-server-dev",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "25",
      limitUnit: "USD",
      costFilters: [
        { name: "Service", values: ["Amazon API Gateway", "AWS Lambda", "AmazonCloudWatch"] },
        { name: "Region", values: ["ap-northeast-2"] },
      ],
      notifications: [
        { ...mail, ...to, notificationType: "ACTUAL", threshold: 80 },
        { ...mail, ...to, notificationType: "FORECASTED", threshold: 100 },
      ],
    });
  });

  it("does not warn of the worst month where callers sign", () => {
    expect(warnings).to.not.include("Worst month");
  });

  it("lets only this stack's alarms publish to it", () => {
    const { policy } = only(program, "aws:sns/topicPolicy:TopicPolicy").inputs;
    expect((JSON.parse(String(policy)) as { Statement: unknown }).Statement).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: only(program, "aws:sns/topic:Topic").outputs["arn"],
        Condition: {
          StringEquals: { "aws:SourceAccount": ACCOUNT },
          ArnLike: {
            "aws:SourceArn": `arn:aws:cloudwatch:ap-northeast-2:${ACCOUNT}:alarm:mcp-server-dev-*`,
          },
        },
      },
    ]);
  });

  it("sends alarms to a topic that exists, and makes none", async () => {
    const arn = "arn:aws:sns:ap-northeast-2:123456789012:team";
    const settings = stackSettings({ "mcp-server:alarmTopicArn": arn });
    const given = (await declare({ settings })).program;
    for (const { alarmActions } of Object.values(alarmsOf(given))) {
      expect(alarmActions).to.deep.equal([arn]);
    }
    expect(ofType(given, "aws:sns/topic:Topic")).to.deep.equal([]);
  });

  it("logs accesses as JSON, without headers, and names what the account needs first", () => {
    const group = ofType(program, "aws:cloudwatch/logGroup:LogGroup").find(
      ({ inputs }) => inputs["name"] === "/aws/apigateway/mcp-server-dev",
    );
    expect(group?.inputs["retentionInDays"]).to.equal(90);
    const settings = only(program, "aws:apigateway/stage:Stage").inputs["accessLogSettings"] as {
      destinationArn: string;
      format: string;
    };
    expect(settings.destinationArn).to.equal(group?.outputs["arn"]);
    expect(JSON.parse(settings.format)).to.include({
      status: "$context.status",
      error: "$context.error.responseType",
      ip: "$context.identity.sourceIp",
    });
    expect(settings.format).to.not.match(/header|authorization/i);
    expect(ofType(program, "aws:apigateway/account:Account")).to.deep.equal([]);
    expect(warnings).to.include("aws apigateway update-account --patch-operations");
  });
});
