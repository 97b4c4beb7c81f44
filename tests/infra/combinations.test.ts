/**
 * The program under many settings at once: what it declares has names that AWS takes, documents
 * that are JSON, and no text that an unknown value leaves behind. Does not prove that AWS accepts
 * the rest of it.
 */
import { expect } from "chai";
import type { DeclaredProgram } from "pulumi-local";
import { declareProduct } from "../support/product";
import { stackSettings } from "../support/program";

interface Combination {
  readonly project?: string;
  readonly stack?: string;
  /** Without the project's name before the keys. */
  readonly config?: Readonly<Record<string, string>>;
  readonly region?: string;
}

/** What goes with every mode. */
const EVERYTHING = {
  accessLogs: "true",
  alarmEmail: "you@example.com",
  allowDynamicRequire: "a-package",
  allowedCidrs: "203.0.113.0/24,2001:db8::/32",
  allowedOrigins: "https://app.example.com,https://b.example.com",
  apiName: "Tools of ours",
  architecture: "x86_64",
  bundleAwsSdk: "true",
  domainName: "mcp.example.com",
  hostedZoneId: "Z0123456789EXAMPLE",
  logCallers: "true",
  logLevel: "debug",
  logPayloads: "true",
  monthlyBudgetUsd: "20",
  permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
  protectData: "true",
  reservedConcurrency: "10",
  secretNames: "apiKey=/orders/api-key",
  securityGroupIds: "sg-0123456789abcdef0",
  streaming: "true",
  subnetIds: "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
  tableRecovery: "true",
  taskLimit: "20",
  taskLimitPerCaller: "2",
  taskMemoryMb: "256",
  waf: "true",
  xray: "true",
};
const KEYS = {
  auth: "apiKey",
  apiKeys: "alice,ci",
  apiKeyBurst: "5",
  apiKeyQuotaPerDay: "1000",
  apiKeyRate: "2",
};
const TOKENS = {
  auth: "jwt",
  authCacheSeconds: "0",
  jwtAudience: "https://mcp.example.com/mcp",
  jwtClaims: "email,groups",
  jwtClients: "cli",
  jwtIssuer: "https://issuer.example.com",
  jwtJwksUri: "https://issuer.example.com/keys",
  jwtScopeClaims: "scope,permissions",
  jwtScopePrefix: "mcp/",
  jwtScopes: "use",
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
  alarmTasksLost: "0",
  alarmThrottles: "0",
  alarmToolErrorPercent: "0",
  alarmToolErrors: "0",
};

const alarmTopicArn = "arn:aws:sns:ap-northeast-2:123456789012:alarms";
const certificateArn = "arn:aws:acm:ap-northeast-2:123456789012:certificate/00000000-example";
const { domainName } = EVERYTHING;

/** With "mcp-server-" as long as a function's name may be. */
const LONGEST_STACK = "abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmno";

const COMBINATIONS: Readonly<Record<string, Combination>> = {
  "every setting and keys, under the longest name": {
    stack: LONGEST_STACK,
    config: { ...EVERYTHING, ...KEYS },
  },
  "every setting and tokens, under the longest name": {
    stack: LONGEST_STACK.slice(0, -"-authorizer".length),
    config: { ...EVERYTHING, ...TOKENS },
  },
  "the lowest values, and a name of digits": {
    project: "0-x",
    stack: "1",
    config: { ...LOWEST, certificateArn, domainName },
  },
  "the highest values, signed requests, and a name that begins as AWS's own": {
    project: "aws-tools",
    config: { ...HIGHEST, alarmTopicArn, auth: "iam" },
  },
  "no alarm but that of errors, in another partition, behind a proxy": {
    region: "us-gov-west-1",
    config: { ...NO_ALARMS, publicUrl: "https://mcp.example.com/mcp", xray: "true" },
  },
};

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

interface Named {
  readonly type: string;
  readonly name: string;
}

/** Names that are given; where there is none, Pulumi makes one. */
function givenNames({ resources }: DeclaredProgram): Named[] {
  return resources.flatMap(({ type, custom, inputs }) => {
    const name = NAME_KEYS.map((key) => inputs[key]).find((value) => typeof value === "string");
    return name === undefined || !custom ? [] : [{ type, name }];
  });
}

/** Names that AWS would refuse, or of which no rule is known. */
function badNames(names: readonly Named[]): string[] {
  return names.flatMap(({ type, name }) => {
    const rule = NAMES[type];
    if (rule?.test(name) === true) return [];
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
  const seen: Named[] = [];

  for (const [what, combination] of Object.entries(COMBINATIONS)) {
    it(`declares what AWS can take, with ${what}`, async () => {
      const program = await declared(combination);

      const names = givenNames(program);
      seen.push(...names);
      expect(badNames(names)).to.deep.equal([]);
      expect(unfinishedTexts(program)).to.deep.equal([]);
      for (const text of documents(program)) expect(JSON.parse(text)).to.be.an("object");
      const { project = "mcp-server", stack = "dev" } = combination;
      const type = "aws:lambda/function:Function";
      expect(names).to.deep.include({ type, name: `${project}-${stack}` });
    });
  }

  it("has named by then a resource of each type of which a rule is known", () => {
    const types = new Set(seen.map(({ type }) => type));

    expect(Object.keys(NAMES).filter((type) => !types.has(type))).to.deep.equal([]);
  });

  // What else is refused: settings.test.ts, authorization-settings.test.ts.
  it("stops at settings that do not go together, and says so alone", async () => {
    const config = { alarmEmail: "you@example.com", alarmTopicArn };

    const failure: unknown = await declared({ config }).catch((error: unknown) => error);

    expect(failure).to.be.instanceOf(Error);
    expect((failure as Error).message).to.match(
      /^Settings: mcp-server:alarmEmail and mcp-server:alarmTopicArn do not go together/,
    );
  });
});
