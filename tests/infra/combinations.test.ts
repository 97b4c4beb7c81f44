/**
 * The program under many settings at once: what it declares has names that AWS takes, documents
 * that are JSON, and no text that an unknown value leaves behind. Does not prove that AWS accepts
 * the rest of it.
 */
import { expect } from "chai";
import { type DeclaredProgram, PROJECT_ROOT } from "pulumi-local";
import { declareProduct } from "../support/product";
import { declare, only, stackSettings } from "../support/program";

interface Combination {
  readonly project?: string;
  readonly stack?: string;
  /** Without the project's name before the keys. */
  readonly config?: Readonly<Record<string, string>>;
  readonly region?: string;
}

const EVERYTHING = {
  auth: "iam",
  allowedOrigins: "https://app.example.com,https://b.example.com",
  accessLogs: "true",
  alarmEmail: "you@example.com",
  architecture: "x86_64",
  bundleAwsSdk: "true",
  logLevel: "debug",
  logPayloads: "true",
  maxBatch: "1",
  monthlyBudgetUsd: "20",
  permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
  reservedConcurrency: "10",
  xray: "true",
};
const LOWEST = {
  alarmServerErrorPercent: "1",
  logRetentionDays: "1",
  maxBodyBytes: "1024",
  memoryMb: "128",
  throttleBurst: "1",
  throttleRate: "1",
  timeoutSeconds: "3",
};
const HIGHEST = {
  alarmLatencyMs: "29000",
  alarmServerErrorPercent: "100",
  alarmToolErrorPercent: "100",
  logRetentionDays: "3653",
  maxBatch: "100",
  maxBodyBytes: "4400000",
  memoryMb: "10240",
  throttleBurst: "5000",
  throttleRate: "10000",
  timeoutSeconds: "28",
};
const NO_ALARMS = {
  alarmDurationPercent: "0",
  alarmLatencyMs: "0",
  alarmRequests: "0",
  alarmServerErrorPercent: "0",
  alarmThrottles: "0",
  alarmToolErrorPercent: "0",
  alarmToolErrors: "0",
};

const COMBINATIONS: Readonly<Record<string, Combination>> = {
  "no setting": {},
  "every setting": { config: EVERYTHING },
  "the longest name": {
    stack: "abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmno",
    config: { accessLogs: "true", alarmEmail: "you@example.com" },
  },
  "a name of digits": { project: "0-x", stack: "1" },
  "a name that begins as AWS's own": { project: "aws-tools" },
  "the lowest values": { config: LOWEST },
  "the highest values": { config: HIGHEST },
  "no alarm but that of errors": { config: NO_ALARMS },
  "a region of another partition": { region: "us-gov-west-1", config: { xray: "true" } },
};

const REFUSED: readonly (readonly [what: string, combination: Combination, message: string])[] = [
  ["a name of 65 characters", { stack: "a".repeat(54) }, "at most 64"],
  ["a name with a dot", { stack: "a.b" }, "a.b"],
  [
    "two ends of alarms",
    {
      config: {
        alarmEmail: "you@example.com",
        alarmTopicArn: "arn:aws:sns:ap-northeast-2:123456789012:alarms",
      },
    },
    "alarmTopicArn",
  ],
  ["a budget that nobody is told of", { config: { monthlyBudgetUsd: "20" } }, "alarmEmail"],
];

async function declared(combination: Combination): Promise<DeclaredProgram> {
  const { project = "mcp-server", stack = "dev", config = {}, region } = combination;
  const keys = Object.entries(config).map(([key, value]) => [`${project}:${key}`, value] as const);
  const regions = region === undefined ? {} : { "aws:region": region };
  const settings = {
    ...stackSettings({ ...regions, ...Object.fromEntries(keys) }),
    project,
    stack,
  };
  return (await declareProduct({ settings })).program;
}

/** AWS's limits of names, by type of resource. */
const NAMES: Readonly<Record<string, RegExp>> = {
  "aws:apigateway/apiKey:ApiKey": /^.{1,1024}$/,
  "aws:apigateway/basePathMapping:BasePathMapping": /^[\w-]{1,128}$/,
  "aws:apigateway/methodSettings:MethodSettings": /^[\w-]{1,128}$/,
  "aws:apigateway/restApi:RestApi": /^.{1,1024}$/,
  "aws:apigateway/stage:Stage": /^[\w-]{1,128}$/,
  "aws:apigateway/usagePlan:UsagePlan": /^.{1,1024}$/,
  "aws:budgets/budget:Budget": /^[^:\\]{1,100}$/,
  "aws:cloudwatch/dashboard:Dashboard": /^[\w-]{1,255}$/,
  "aws:cloudwatch/logGroup:LogGroup": /^[\w\-/.#]{1,512}$/,
  "aws:cloudwatch/metricAlarm:MetricAlarm": /^.{1,255}$/,
  "aws:cloudwatch/queryDefinition:QueryDefinition": /^.{1,255}$/,
  "aws:iam/role:Role": /^[\w+=,.@-]{1,64}$/,
  "aws:iam/rolePolicy:RolePolicy": /^[\w+=,.@-]{1,128}$/,
  "aws:lambda/alias:Alias": /^(?!\d+$)[\w-]{1,128}$/,
  "aws:lambda/function:Function": /^[\w-]{1,64}$/,
  "aws:lambda/layerVersion:LayerVersion": /^[\w-]{1,140}$/,
  // Empty in an evaluation: ACM says the name of the record that it looks for.
  "aws:route53/record:Record": /^[\w.-]{0,253}$/,
  "aws:sns/topic:Topic": /^[\w-]{1,256}$/,
  "aws:ssm/parameter:Parameter": /^\/(?!aws|ssm)[\w./-]+$/i,
  "aws:wafv2/webAcl:WebAcl": /^[\w-]{1,128}$/,
};
const NAME_KEYS = ["name", "dashboardName", "layerName", "stageName"];

/** Names that AWS would refuse, or of which no rule is known; a name that is not given, Pulumi makes. */
function badNames({ resources }: DeclaredProgram): string[] {
  return resources.flatMap(({ type, custom, inputs }) => {
    const name = NAME_KEYS.map((key) => inputs[key]).find((value) => typeof value === "string");
    const rule = NAMES[type];
    if (name === undefined || !custom || rule?.test(name) === true) return [];
    return [`${type} ${name}${rule === undefined ? ": no rule in NAMES" : ""}`];
  });
}

/** Inputs that hold what a value leaves in a text that does not wait for it. */
function unfinishedTexts({ resources, outputs }: DeclaredProgram): string[] {
  const unfinished = /Calling \[toString\]|\[object |undefined|\bNaN\b/;
  return [...resources.map(({ inputs }) => inputs), outputs]
    .map((values) => JSON.stringify({ ...values, code: "" }))
    .filter((text) => unfinished.test(text));
}

/** Documents in inputs: what begins as JSON. */
function documents({ resources }: DeclaredProgram): string[] {
  return resources
    .flatMap(({ inputs }) => Object.values(inputs))
    .filter((value) => typeof value === "string" && value.startsWith("{"))
    .map(String);
}

describe("the program under combined settings", () => {
  for (const [what, combination] of Object.entries(COMBINATIONS)) {
    it(`declares what AWS can take, with ${what}`, async () => {
      const program = await declared(combination);

      expect(badNames(program)).to.deep.equal([]);
      expect(unfinishedTexts(program)).to.deep.equal([]);
      for (const text of documents(program)) expect(JSON.parse(text)).to.be.an("object");
      const { project = "mcp-server", stack = "dev" } = combination;
      const { inputs } = only(program, "aws:lambda/function:Function");
      expect(inputs["name"]).to.equal(`${project}-${stack}`);
    }).timeout(120_000);
  }

  it("loads the handler in a preview, where its secrets are not known", async () => {
    const { warnings } = await declare({ programFolder: PROJECT_ROOT, preview: true });

    expect(warnings).to.not.include("cannot be loaded");
  }).timeout(120_000);

  for (const [what, combination, message] of REFUSED) {
    it(`refuses ${what}`, async () => {
      const failure: unknown = await declared(combination).catch((error: unknown) => error);

      expect(failure).to.be.instanceOf(Error);
      expect((failure as Error).message).to.include(message);
    }).timeout(120_000);
  }
});
