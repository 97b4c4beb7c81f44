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

const MODES = {
  none: {},
  iam: { auth: "iam" },
  apiKey: { auth: "apiKey", apiKeys: "alice" },
  jwt: {
    auth: "jwt",
    jwtIssuer: "https://issuer.example.com",
    domainName: "mcp.example.com",
    hostedZoneId: "Z0123456789EXAMPLE",
  },
} as const;

async function declared(config: Readonly<Record<string, string>>): Promise<DeclaredProgram> {
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
    program = await declared({ ...MODES.jwt, waf: "true" });
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
      expect(alarmDescription).to.match(/got a 500: .*[.] [A-Z].*[.]$/);
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
    expect(titles.slice(titles.indexOf("API latency, p95 (ms)") + 1)).to.deep.equal([
      "Checked tokens",
      "Refused tokens by reason",
      "Duration of the authorizer (ms)",
      "Throttles and errors of the authorizer",
      "Last errors",
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
    expect(graph?.properties.annotations?.horizontal?.map(({ value }) => value)).to.deep.equal([1]);
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

describe("the monitoring in each mode of auth", () => {
  const programs = new Map<string, DeclaredProgram>();
  before(async function () {
    this.timeout(240_000);
    for (const [mode, config] of Object.entries(MODES)) programs.set(mode, await declared(config));
  });
  const of = (mode: string): DeclaredProgram => {
    const program = programs.get(mode);
    if (program === undefined) throw new Error(`no mode ${mode}`);
    return program;
  };

  for (const mode of ["iam", "apiKey"]) {
    it(`draws the same with ${mode} as for everybody, without the authorizer`, () => {
      expect(bodyText(of(mode))).to.equal(bodyText(of("none")));
      expect(bodyText(of(mode))).to.not.include("authorizer");
    });
  }

  for (const mode of Object.keys(MODES)) {
    const isKnown = mode !== "none";
    it(`${isKnown ? "saves" : "does not save"} a query of callers with ${mode}`, () => {
      const ofCallers = savedQueries(of(mode)).filter(({ name }) =>
        String(name).endsWith("/Callers"),
      );
      expect(ofCallers.map(({ logGroupNames }) => logGroupNames)).to.deep.equal(
        isKnown ? [["/aws/lambda/mcp-server-dev"]] : [],
      );
    });

    it(`says how to let in fewer in the alarm on requests with ${mode}`, () => {
      const requests = ofType(of(mode), ALARM).find(
        ({ inputs }) => inputs["name"] === "mcp-server-dev-requests",
      );
      expect(requests?.inputs["alarmDescription"]).to.match(
        isKnown
          ? /; lower throttleRate\.$/
          : /; lower throttleRate, or say who may call \(auth\)\.$/,
      );
    });
  }

  it("counts WAF in the budget where there is one", async () => {
    const budget = { alarmEmail: "you@example.com", monthlyBudgetUsd: "20" };
    const services = async (config: Readonly<Record<string, string>>): Promise<unknown> =>
      only(await declared({ ...budget, ...config }), "aws:budgets/budget:Budget").inputs[
        "costFilters"
      ];
    const region = { name: "Region", values: ["ap-northeast-2"] };
    const always = ["Amazon API Gateway", "AWS Lambda", "AmazonCloudWatch"];
    expect(await services({})).to.deep.equal([{ name: "Service", values: always }, region]);
    expect(await services({ waf: "true" })).to.deep.equal([
      { name: "Service", values: [...always, "AWS WAF"] },
      region,
    ]);
  }).timeout(120_000);
});
