/**
 * Alarms, dashboard and saved queries where callers are known, as they are declared, and that what a
 * month costs is counted of what is declared.
 */
import { expect } from "chai";
import {
  dashboardProblems,
  type DeclaredProgram,
  type DeclaredResource,
  inputText,
  ofType,
} from "pulumi-local";
import { AUTHORIZER_MEMORY_MB } from "../../infra/cost/authorizer-cost";
import { WEB_ACL_RULES } from "../../infra/cost/web-acl-cost";
import { declareProduct } from "../support/product";
import { only, stackSettings } from "../support/program";

const AUTHORIZER = "mcp-server-dev-authorizer";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

const BUDGET = { alarmEmail: "you@example.com", monthlyBudgetUsd: "20" };
const MODES = {
  none: BUDGET,
  iam: { auth: "iam" },
  apiKey: { auth: "apiKey", apiKeys: "alice", waf: "true", ...BUDGET },
  jwt: {
    auth: "jwt",
    jwtIssuer: "https://issuer.example.com",
    domainName: "mcp.example.com",
    hostedZoneId: "Z0123456789EXAMPLE",
    waf: "true",
  },
} as const;
type Mode = keyof typeof MODES;

const programs = new Map<Mode, Promise<DeclaredProgram>>();

/** Evaluated once. */
function declared(mode: Mode): Promise<DeclaredProgram> {
  const program = programs.get(mode) ?? evaluated(MODES[mode]);
  programs.set(mode, program);
  return program;
}

async function evaluated(config: Readonly<Record<string, string>>): Promise<DeclaredProgram> {
  const own = Object.entries(config).map(([key, value]) => [`mcp-server:${key}`, value] as const);
  const settings = stackSettings(Object.fromEntries(own));
  return (await declareProduct({ settings })).program;
}

interface Body {
  readonly widgets: readonly {
    readonly type: string;
    readonly y: number;
    readonly width: number;
    readonly properties: {
      readonly title?: string;
      readonly query?: string;
      readonly view?: string;
      readonly alarms?: readonly string[];
      readonly metrics?: readonly (readonly unknown[])[];
      readonly annotations?: { readonly horizontal?: readonly { readonly value: number }[] };
    };
  }[];
}

function bodyText(program: DeclaredProgram): string {
  return inputText(only(program, "aws:cloudwatch/dashboard:Dashboard"), "dashboardBody");
}

function savedQueries(program: DeclaredProgram): readonly DeclaredResource["inputs"][] {
  return ofType(program, "aws:cloudwatch/queryDefinition:QueryDefinition").map(
    ({ inputs }) => inputs,
  );
}

describe("the monitoring of tokens", () => {
  let program: DeclaredProgram;
  let body: Body;
  before(async function () {
    this.timeout(120_000);
    program = await declared("jwt");
    body = JSON.parse(bodyText(program)) as Body;
  });
  const alarm = (name: string): Readonly<Record<string, unknown>> =>
    ofType(program, ALARM).find(({ inputs }) => inputs["name"] === `mcp-server-dev-${name}`)
      ?.inputs ?? {};

  const expected: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    issuer: {
      namespace: "McpServer",
      metricName: "AuthRefused",
      dimensions: { service: AUTHORIZER, reason: "keys" },
      period: 300,
    },
    "authorizer-throttles": {
      namespace: "AWS/Lambda",
      metricName: "Throttles",
      dimensions: { FunctionName: AUTHORIZER },
      period: 60,
    },
  };
  for (const [name, inputs] of Object.entries(expected)) {
    it(`alarms on the first of ${name}, and tells what it means`, () => {
      const { alarmDescription, ...rest } = alarm(name);
      expect(alarmDescription).to.match(/got a 500: .*[.] [A-Z].*[.]$/m);
      expect(rest).to.deep.equal({
        ...inputs,
        name: `mcp-server-dev-${name}`,
        statistic: "Sum",
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
        alarmActions: [],
        okActions: [],
      });
    });
  }

  it("has no alarm on errors of the authorizer, of which each 401 is one", () => {
    const ofAuthorizer = ofType(program, ALARM).filter(({ inputs }) =>
      JSON.stringify(inputs).includes(AUTHORIZER),
    );
    expect(ofAuthorizer.map(({ inputs }) => inputs["metricName"])).to.have.members([
      "AuthRefused",
      "Throttles",
    ]);
  });

  it("names the authorizer among the causes of 5xx", () => {
    expect(alarm("server-errors")["alarmDescription"]).to.include("integration, the authorizer");
  });

  it("draws tokens below the API, and who is refused at the end", () => {
    const titles = body.widgets.map(({ properties }) => properties.title ?? "");
    expect(titles.slice(titles.indexOf("API latency") + 1)).to.deep.equal([
      "Checked tokens",
      "Refused tokens by reason",
      "Tokens without the issuer's keys",
      "Throttles of the authorizer",
      "Duration of the authorizer",
      "Last errors",
      "Failed calls by tool and reason",
      "Calls cut off",
      "Slowest calls",
      "Clients by version",
      "Refused tokens",
      "Cold starts of the authorizer",
    ]);
    const rows = new Map<number, number>();
    for (const { y, width } of body.widgets) rows.set(y, (rows.get(y) ?? 0) + width);
    expect([...rows.values()]).to.deep.equal(Array(rows.size).fill(24));
    expect(dashboardProblems(body)).to.deep.equal([]);
  });

  it("finds refusals by reason, each a line", () => {
    const graph = body.widgets.find(
      ({ properties }) => properties.title === "Refused tokens by reason",
    );
    expect(graph?.properties.metrics).to.deep.equal([
      [
        {
          expression: `SEARCH('{McpServer,service,reason} MetricName="AuthRefused" service="${AUTHORIZER}"', 'Sum', 300)`,
          label: "${PROP('Dim.reason')}",
        },
      ],
    ]);
    expect(graph?.properties.annotations).to.equal(undefined);
  });

  it("draws the thresholds of its alarms on graphs of nothing else", () => {
    const drawn = body.widgets.flatMap(({ properties }) =>
      (properties.annotations?.horizontal ?? []).map(({ value }) => [
        properties.title,
        value,
        properties.metrics?.length,
      ]),
    );
    expect(drawn.slice(-2)).to.deep.equal([
      ["Tokens without the issuer's keys", 1, 1],
      ["Throttles of the authorizer", 1, 1],
    ]);
  });

  it("shows the state of every alarm, and links the authorizer's log", () => {
    const shown = body.widgets.find(({ type }) => type === "alarm")?.properties.alarms;
    expect(shown).to.have.members(ofType(program, ALARM).map(({ outputs }) => outputs["arn"]));
    expect(bodyText(program)).to.include(`$252Faws$252Flambda$252F${AUTHORIZER})`);
  });

  it("saves and draws the queries of the authorizer's log", () => {
    const ofAuthorizer = savedQueries(program).filter(({ logGroupNames }) =>
      (logGroupNames as readonly string[]).includes(`/aws/lambda/${AUTHORIZER}`),
    );
    expect(ofAuthorizer.map(({ name }) => name)).to.have.members([
      "mcp-server-dev/Refused tokens",
      "mcp-server-dev/Cold starts of the authorizer",
    ]);
    for (const { name, queryString } of ofAuthorizer) {
      const drawn = body.widgets.find(
        ({ properties }) => `mcp-server-dev/${properties.title ?? ""}` === name,
      );
      expect(drawn?.properties.query).to.equal(
        `SOURCE '/aws/lambda/${AUTHORIZER}' | ${String(queryString)}`,
      );
    }
  });

  it("has the authorizer and the web ACL as they are counted in what a month costs", () => {
    const authorizer = ofType(program, "aws:lambda/function:Function").find(
      ({ inputs }) => inputs["name"] === AUTHORIZER,
    );
    const { rules } = only(program, "aws:wafv2/webAcl:WebAcl").inputs;
    expect(authorizer?.inputs["memorySize"]).to.equal(AUTHORIZER_MEMORY_MB);
    expect(rules).to.have.length(WEB_ACL_RULES);
  });

  it("counts in the worst month each method that the gateway answers itself", () => {
    const { paths } = JSON.parse(
      inputText(only(program, "aws:apigateway/restApi:RestApi"), "body"),
    ) as { readonly paths: Readonly<Record<string, object>> };
    const methods = Object.values(paths).flatMap((path) => Object.keys(path));
    // 405, two 404, and GET and OPTIONS of two paths: tests/infra/cost.test.ts
    expect(methods.filter((method) => method !== "post")).to.have.length(7);
  });
});

describe("the monitoring in each mode of auth", function () {
  this.timeout(120_000);

  for (const mode of ["iam", "apiKey"] as const) {
    it(`draws the same with ${mode} as for everybody, without the authorizer`, async () => {
      const body = bodyText(await declared(mode));

      expect(body).to.equal(bodyText(await declared("none")));
      expect(body).to.not.include("authorizer");
    });
  }

  const ofCallers = async (mode: Mode): Promise<readonly unknown[]> =>
    savedQueries(await declared(mode))
      .filter(({ name }) => String(name).endsWith("/Callers"))
      .map(({ logGroupNames }) => logGroupNames);
  const requestsAlarm = async (mode: Mode): Promise<unknown> =>
    ofType(await declared(mode), ALARM).find(
      ({ inputs }) => inputs["name"] === "mcp-server-dev-requests",
    )?.inputs["alarmDescription"];

  for (const mode of ["iam", "apiKey", "jwt"] as const) {
    it(`saves a query of callers with ${mode}`, async () => {
      expect(await ofCallers(mode)).to.deep.equal([["/aws/lambda/mcp-server-dev"]]);
    });

    it(`has an alarm on requests with ${mode} that names the throttle alone`, async () => {
      expect(await requestsAlarm(mode)).to.match(/; lower throttleRate\.$/m);
    });
  }

  it("saves no query of callers where everybody may call", async () => {
    expect(await ofCallers("none")).to.deep.equal([]);
  });

  it("has an alarm on requests where everybody may call that says how to let in fewer", async () => {
    expect(await requestsAlarm("none")).to.match(
      /; lower throttleRate, or say who may call \(auth\)\.$/m,
    );
  });

  for (const [mode, others] of [
    ["none", []],
    ["apiKey", ["AWS WAF"]],
  ] as const) {
    it(`counts in the budget ${others.length === 0 ? "no WAF without" : "WAF with"} a web ACL`, async () => {
      const { inputs } = only(await declared(mode), "aws:budgets/budget:Budget");

      expect(inputs["costFilters"]).to.deep.equal([
        {
          name: "Service",
          values: ["Amazon API Gateway", "AWS Lambda", "AmazonCloudWatch", ...others],
        },
        { name: "Region", values: ["ap-northeast-2"] },
      ]);
    });
  }
});
