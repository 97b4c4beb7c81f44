/**
 * Every setting, set to something that is not its default, is looked for where it must arrive: in the
 * API, the function, an alarm. A new one fails here until it is looked for. Does not prove what AWS does
 * with it.
 */
import { expect } from "chai";
import * as path from "node:path";
import { readConfig } from "../support/read-config";
import { SeenProgram } from "../support/declared-settings";
import { declare, SERVED_PROGRAM, stackSettings } from "../support/program";

/** Value, and where it is looked for: what is found there is what is expected, or the look fails. */
type Setting = readonly [value: string, found: (seen: SeenProgram) => unknown, expected: unknown];

const STAGE = "aws:apigateway/stage:Stage";
const METHODS = "aws:apigateway/methodSettings:MethodSettings";
const DOMAIN = "aws:apigateway/domainName:DomainName";
const TABLE = "aws:dynamodb/table:Table";
const ALIAS = "aws:lambda/alias:Alias";
const READY = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig";
const PLAN = "aws:apigateway/usagePlan:UsagePlan";

const CERTIFICATE = "arn:aws:acm:ap-northeast-2:123456789012:certificate/00000000-example";
const BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";
const TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:alarms";

/** Of a stack that has what most settings are about. */
const MOST: Readonly<Record<string, Setting>> = {
  tags: [
    '{"team":"orders"}',
    (seen) => seen.input("aws:apigateway/restApi:RestApi", "tags"),
    { team: "orders" },
  ],
  protect: ["true", (seen) => seen.input(TABLE, "deletionProtectionEnabled", "notes"), true],
  regionInNames: [
    "true",
    (seen) => seen.input("aws:iam/role:Role", "name", "settings-role"),
    "mcp-server-dev-ap-northeast-2",
  ],
  auth: ["iam", (seen) => seen.apiDocument.includes('"type":"AWS_IAM"'), true],
  domainName: ["mcp.example.com", (seen) => seen.input(DOMAIN, "domainName"), "mcp.example.com"],
  certificateArn: [
    CERTIFICATE,
    (seen) => seen.input(DOMAIN, "regionalCertificateArn"),
    CERTIFICATE,
  ],
  allowedOrigins: [
    "https://app.example.com",
    (seen) => seen.variable("ALLOWED_ORIGINS"),
    "https://app.example.com",
  ],
  allowedCidrs: ["203.0.113.0/24", (seen) => seen.apiDocument.includes('"203.0.113.0/24"'), true],
  apiName: ["Tools", (seen) => seen.input("aws:apigateway/restApi:RestApi", "name"), "Tools"],
  throttleRate: ["11", (seen) => seen.input(METHODS, "settings.throttlingRateLimit"), 11],
  throttleBurst: ["77", (seen) => seen.input(METHODS, "settings.throttlingBurstLimit"), 77],
  accessLogs: ["true", (seen) => typeof seen.input(STAGE, "accessLogSettings.format"), "string"],
  waf: ["true", (seen) => seen.has("aws:wafv2/webAclAssociation:WebAclAssociation"), true],
  streaming: [
    "true",
    (seen) => [
      seen.apiDocument.includes('"responseTransferMode":"STREAM"'),
      seen.apiDocument.includes("/2021-11-15/functions/"),
      seen.apiDocument.includes('"timeoutInMillis":29000'),
      // Scripts tell by it how a version responds.
      seen.variable("STREAMING"),
    ],
    [true, true, true, "true"],
  ],
  xray: [
    "true",
    (seen) => [seen.input(STAGE, "xrayTracingEnabled"), seen.function()["tracingConfig"]],
    [true, { mode: "Active" }],
  ],
  logRetentionDays: [
    "90",
    (seen) => seen.input("aws:cloudwatch/logGroup:LogGroup", "retentionInDays"),
    90,
  ],
  memoryMb: ["1024", (seen) => seen.function()["memorySize"], 1024],
  timeoutSeconds: ["17", (seen) => seen.function()["timeout"], 17],
  reservedConcurrency: ["7", (seen) => seen.function()["reservedConcurrentExecutions"], 7],
  provisionedConcurrency: [
    "2",
    (seen) => [
      seen.input(READY, "provisionedConcurrentExecutions"),
      seen.input(READY, "qualifier"),
    ],
    [2, "live"],
  ],
  // The alias of the function that is called, and of no other.
  version: [
    "7",
    (seen) => [
      seen.input(ALIAS, "functionVersion", "settings-live"),
      seen.input(ALIAS, "functionVersion", "tasks-live") === "7",
    ],
    ["7", false],
  ],
  architecture: ["x86_64", (seen) => seen.function()["architectures"], ["x86_64"]],
  permissionsBoundaryArn: [
    BOUNDARY,
    (seen) => seen.input("aws:iam/role:Role", "permissionsBoundary"),
    BOUNDARY,
  ],
  subnetIds: [
    "subnet-0123456789abcdef0",
    (seen) => (seen.function()["vpcConfig"] as Record<string, unknown>)["subnetIds"],
    ["subnet-0123456789abcdef0"],
  ],
  securityGroupIds: [
    "sg-0123456789abcdef0",
    (seen) => (seen.function()["vpcConfig"] as Record<string, unknown>)["securityGroupIds"],
    ["sg-0123456789abcdef0"],
  ],
  maxBatch: ["33", (seen) => seen.variable("MAX_BATCH"), "33"],
  maxBodyBytes: ["54321", (seen) => seen.variable("MAX_BODY_BYTES"), "54321"],
  logLevel: ["debug", (seen) => seen.variable("LOG_LEVEL"), "debug"],
  logPayloads: ["true", (seen) => seen.variable("LOG_PAYLOADS"), "true"],
  logCallers: ["true", (seen) => seen.variable("LOG_CALLERS"), "true"],
  bundleAwsSdk: [
    "true",
    (seen) => seen.layerFiles.includes("nodejs/node_modules/@aws-sdk/client-sts/index.js"),
    true,
  ],
  // Without it this server is refused when it is bundled.
  allowDynamicRequire: [
    "require-directory",
    (seen) => seen.layerFiles.includes("nodejs/node_modules/require-directory/index.js"),
    true,
  ],
  taskMemoryMb: ["768", (seen) => seen.function("-tasks")["memorySize"], 768],
  taskLimit: ["44", (seen) => seen.variable("TASK_LIMIT"), "44"],
  taskLimitPerCaller: ["4", (seen) => seen.variable("TASK_LIMIT_CALLER"), "4"],
  secretNames: [
    "ordersKey=/orders/api-key",
    (seen) => JSON.stringify(seen.function()["environment"]).includes("ssm:/orders/api-key"),
    true,
  ],
  protectData: ["true", (seen) => seen.input(TABLE, "deletionProtectionEnabled", "notes"), true],
  tableRecovery: [
    "true",
    (seen) => seen.input(TABLE, "pointInTimeRecovery.enabled", "notes"),
    true,
  ],
  alarmEmail: [
    "you@example.com",
    (seen) => seen.input("aws:sns/topicSubscription:TopicSubscription", "endpoint"),
    "you@example.com",
  ],
  monthlyBudgetUsd: ["77", (seen) => seen.input("aws:budgets/budget:Budget", "limitAmount"), "77"],
  alarmErrors: ["3", (seen) => seen.threshold("errors"), 3],
  alarmToolErrors: ["12", (seen) => seen.threshold("tool-errors"), 12],
  alarmToolErrorPercent: ["30", (seen) => seen.threshold("tool-error-rate"), 30],
  alarmThrottles: ["4", (seen) => seen.threshold("throttles"), 4],
  // Of the 16 s that a tool has.
  alarmDurationPercent: ["50", (seen) => seen.threshold("duration"), 8_000],
  alarmServerErrorPercent: ["10", (seen) => seen.threshold("server-errors"), 0.1],
  alarmLatencyMs: ["1234", (seen) => seen.threshold("latency"), 1234],
  alarmTasksLost: ["5", (seen) => seen.threshold("tasks-lost"), 5],
  alarmRequests: ["999", (seen) => seen.threshold("requests"), 999],
};

const jwt = (key: string) => (seen: SeenProgram) => seen.variable(`JWT_${key}`, "-authorizer");

const OF_TOKENS: Readonly<Record<string, Setting>> = {
  jwtIssuer: ["https://issuer.example.com", jwt("ISSUER"), "https://issuer.example.com"],
  jwtAudience: ["https://a.example.com/mcp", jwt("AUDIENCE"), '["https://a.example.com/mcp"]'],
  jwtClients: ["cli", jwt("CLIENTS"), '["cli"]'],
  jwtScopes: ["use", jwt("SCOPES"), '["use"]'],
  jwtScopePrefix: ["mcp/", (seen) => seen.apiDocument.includes("mcp/use"), true],
  jwtScopeClaims: ["scope,permissions", jwt("SCOPE_CLAIMS"), '["scope","permissions"]'],
  jwtClaims: ["email,groups", jwt("CLAIMS"), '["email","groups"]'],
  jwtJwksUri: [
    "https://issuer.example.com/keys",
    jwt("JWKS_URI"),
    "https://issuer.example.com/keys",
  ],
  authCacheSeconds: [
    "120",
    (seen) => seen.apiDocument.includes('"authorizerResultTtlInSeconds":120'),
    true,
  ],
  hostedZoneId: [
    "Z0123456789EXAMPLE",
    (seen) => seen.input("aws:route53/record:Record", "zoneId"),
    "Z0123456789EXAMPLE",
  ],
  alarmTopicArn: [
    TOPIC,
    (seen) => seen.input("aws:cloudwatch/metricAlarm:MetricAlarm", "alarmActions"),
    [TOPIC],
  ],
};

const OF_KEYS: Readonly<Record<string, Setting>> = {
  apiKeys: [
    "ci",
    (seen) => seen.input("aws:apigateway/apiKey:ApiKey", "name"),
    "mcp-server-dev-ci",
  ],
  apiKeyRate: ["3", (seen) => seen.input(PLAN, "throttleSettings.rateLimit"), 3],
  apiKeyBurst: ["6", (seen) => seen.input(PLAN, "throttleSettings.burstLimit"), 6],
  apiKeyQuotaPerDay: ["500", (seen) => seen.input(PLAN, "quotaSettings.limit"), 500],
  publicUrl: [
    "https://proxy.example.com/mcp",
    (seen) => seen.outputs["endpoint"],
    "https://proxy.example.com/mcp",
  ],
};

interface Group {
  readonly settings: Readonly<Record<string, Setting>>;
  /** Without which these could not be set. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly programFolder: string;
}

const GROUPS: Readonly<Record<string, Group>> = {
  "most of it": {
    settings: MOST,
    programFolder: path.join(__dirname, "..", "fixtures", "settings"),
  },
  tokens: {
    settings: OF_TOKENS,
    beside: { auth: "jwt", domainName: "mcp.example.com" },
    programFolder: SERVED_PROGRAM,
  },
  keys: { settings: OF_KEYS, beside: { auth: "apiKey" }, programFolder: SERVED_PROGRAM },
};

async function declared({ settings, beside = {}, programFolder }: Group): Promise<SeenProgram> {
  const own = Object.entries(settings).map(([key, [value]]) => [key, value] as const);
  const all = [...own, ...Object.entries(beside)];
  const config = Object.fromEntries(all.map(([key, value]) => [`mcp-server:${key}`, value]));
  const { program } = await declare({ settings: stackSettings(config), programFolder });
  return new SeenProgram(program);
}

describe("every setting", () => {
  for (const [what, group] of Object.entries(GROUPS)) {
    describe(`of a stack with ${what}`, () => {
      let seen: SeenProgram;

      before(async function () {
        this.timeout(120_000);
        seen = await declared(group);
      });

      for (const [key, [value, found, expected]] of Object.entries(group.settings)) {
        it(`${key} ${value} arrives`, () => {
          expect(found(seen)).to.deep.equal(expected);
        });
      }
    });
  }

  it("is looked for above", async () => {
    let message = "";

    try {
      await readConfig({ "no-such-setting-at-all": "1" });
    } catch (error) {
      message = (error as Error).message;
    }

    const known = /The settings are ([^.]+)\./.exec(message)?.[1]?.split(", ");
    const looked = Object.values(GROUPS).flatMap(({ settings }) => Object.keys(settings));
    // Of scripts alone: tests/scripts/versions/pruning.test.ts
    expect([...looked, "keepVersions"]).to.have.members(known ?? []);
  });
});
