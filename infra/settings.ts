/**
 * The one reader of pulumi.Config. Everything is checked here, before any resource is declared:
 * a wrong value stops `pulumi preview` with a message that names key, value, range and fix.
 *
 * A new setting is one line here, in the part of its component, which gets it as an argument, and
 * one line where it is used. docs/settings.md has the table. One with which more is declared
 * stands in scripts/deployer-settings.ts too, which finds out what permissions a deployment takes.
 */
import * as pulumi from "@pulumi/pulumi";
import { checkAuthorization } from "./authorization/authorization-conflicts";
import { authorizationSettings } from "./authorization/authorization-settings";
import { warnOfAccess } from "./authorization/authorization-warnings";
import { refuseOtherRegion } from "./live-region";
import { checkNetwork } from "./network-conflicts";
import { checkTogether, warnOfLimits } from "./setting-conflicts";
import { type ListForm, SettingsReader } from "./settings-reader";

/** By component, for the checks. */
export type Settings = ReturnType<typeof declareSettings>;

/** The settings of all components, for those that name a few of them. */
export type AllSettings = Settings["stack"] &
  Settings["shared"] &
  Settings["authorization"] &
  Settings["function"] &
  Settings["needs"] &
  Settings["api"] &
  Settings["monitoring"];

interface CheckedSettings {
  readonly settings: Settings;
  readonly region: string | undefined;
}

/** When alarms are raised; an alarm whose threshold is 0 is not made. */
export type AlarmThresholds = Settings["monitoring"]["alarms"];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

const PACKAGES: ListForm = {
  what: "names of npm packages, separated by commas",
  pattern: /^(@[a-z0-9-._~]+\/)?[a-z0-9-._~]+$/,
  example: "a-package",
};
const SUBNETS: ListForm = {
  what: "at most 16 ids of subnets, separated by commas",
  pattern: /^subnet-[0-9a-f]{8,17}$/,
  example: "subnet-0123456789abcdef0",
  max: 16,
};
const SECURITY_GROUPS: ListForm = {
  what: "at most 5 ids of security groups, separated by commas",
  pattern: /^sg-[0-9a-f]{8,17}$/,
  example: "sg-0123456789abcdef0",
  max: 5,
};

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
const SECRET_NAMES: ListForm = {
  what: "need=place, separated by commas; a place is the name of an SSM parameter, which begins with /, or the ARN of a secret of Secrets Manager",
  pattern:
    /^[a-z][A-Za-z0-9]*=(\/[\w./-]{1,1000}|arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]{1,512})$/,
  example: "apiKey=/orders/api-key",
};

/**
 * Reads and checks the settings of the current stack.
 *
 * @throws pulumi.RunError that lists everything that is wrong, not only the first.
 */
export function readSettings(): Settings {
  const { settings, region } = checkedSettings();
  // What it throws stops the program, as everything here does.
  if (region !== undefined) void refuseOtherRegion(region);
  warnOfLimits(settings);
  warnOfAccess(settings);
  return settings;
}

/** The same without warnings, and without asking the engine what is deployed. @throws pulumi.RunError */
export function checkedSettings(): CheckedSettings {
  const reader = new SettingsReader(new pulumi.Config(), pulumi.getProject());
  const settings = declareSettings(reader);
  checkTogether(settings, reader);
  checkAuthorization(settings, reader);
  checkNetwork(settings, reader);
  reader.throwIfInvalid();
  return { settings, region: reader.region };
}

/** The same in one: each component takes what it names. */
export function allSettings(): AllSettings {
  const { stack, shared, authorization, needs, api, monitoring, ...others } = readSettings();
  return {
    ...stack,
    ...shared,
    ...authorization,
    ...others.function,
    ...needs,
    ...api,
    ...monitoring,
  };
}

// What it returns is the type of the settings.
function declareSettings(reader: SettingsReader) {
  const stage = pulumi.getStack();
  /** Requests a second that the API lets through on average. */
  const throttleRate = reader.integer("throttleRate", 20, 1, 10_000);
  /** Whether responses are streamed: progress while a tool runs, large results, up to 15 minutes (docs/streaming.md). */
  const streaming = reader.flag("streaming", false);
  /** Requests that the API lets through at once. */
  const throttleBurst = reader.integer("throttleBurst", 40, 1, 5_000);
  /** Whether API, domain and logs are kept from being removed. */
  const protect = reader.flag("protect", false);
  return {
    stack: {
      /** Tags of every resource that takes any. */
      tags: reader.tags("tags"),
      protect,
      /** Whether names that are one per account, not one per region, end in the region: of roles, dashboard and budget. */
      accountSuffix: reader.flag("regionInNames", false) ? `-${reader.region ?? ""}` : "",
    },
    shared: {
      /** Name of the Lambda function, the dashboard, and the start of other names: <project>-<stack>. */
      name: `${pulumi.getProject()}-${stage}`,
      /** The stack's name: the API's stage and the function's ENVIRONMENT. */
      stage,
      /** Browser origins that may call; empty refuses every browser. */
      allowedOrigins: reader.origins("allowedOrigins"),
      /** Addresses that may call, as CIDR blocks; empty allows all. */
      allowedCidrs: reader.cidrs("allowedCidrs"),
      /** Days that logs are kept. */
      logRetentionDays: reader.oneOfNumbers("logRetentionDays", 14, RETENTION_DAYS),
      /** Whether requests are traced with AWS X-Ray. */
      xray: reader.flag("xray", false),
      streaming,
    },
    authorization: authorizationSettings(reader, { rate: throttleRate, burst: throttleBurst }),
    function: {
      /** Memory of the function in MB; CPU grows with it. */
      memoryMb: reader.integer("memoryMb", 512, 128, 10_240),
      /** Memory in MB of the function that runs tasks. */
      taskMemoryMb: reader.integer("taskMemoryMb", 512, 128, 10_240),
      /** Tasks of the stack that may be in flight at once. */
      taskLimit: reader.integer("taskLimit", 100, 1, 10_000),
      /** The same of one caller. */
      taskLimitPerCaller: reader.integer("taskLimitPerCaller", 10, 1, 10_000),
      /** Time limit of the function in seconds: API Gateway gives up after 29, a cold start included; with streaming up to 900. */
      timeoutSeconds: reader.integer("timeoutSeconds", 10, 3, streaming ? 900 : 28),
      /** Invocations that the account keeps for the function, which never has more; default: none. */
      reservedConcurrency: reader.optionalInteger("reservedConcurrency", [1, 100_000], 20),
      /** Environments that are kept ready, and billed for all of the time; default: none. */
      provisionedConcurrency: reader.optionalInteger("provisionedConcurrency", [1, 10_000], 2),
      /** Version of the function that the alias stays at; default: the newest. npm run rollback sets it. */
      version: reader.optionalInteger("version", [1, 999_999], 7),
      /** Versions of a function that are kept, those in use always; default: all of them. */
      keepVersions: reader.optionalInteger("keepVersions", [2, 10_000], 10),
      /** Processors that the function runs on: arm64 costs less, and is not in every region. */
      architecture: reader.oneOf("architecture", "arm64", ["arm64", "x86_64"]),
      /** Policy that bounds what the function's role may be allowed. */
      permissionsBoundaryArn: reader.optional(
        "permissionsBoundaryArn",
        "the ARN of an IAM policy",
        {
          pattern: /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]{1,640}$/,
          example: "arn:aws:iam::123456789012:policy/boundary",
        },
      ),
      /** Max number of messages in a batch (JSON-RPC 6). */
      maxBatch: reader.integer("maxBatch", 16, 1, 100),
      /** Largest request body in bytes. Lambda takes 6 MB of event; 4.4 MB in base64 fit. */
      maxBodyBytes: reader.integer("maxBodyBytes", 1_048_576, 1_024, 4_400_000),
      /** Least level that the server's own log lines have. */
      logLevel: reader.oneOf("logLevel", "info", ["debug", "info", "warn", "error"]),
      /** Whether arguments and results of tools go into the log; what is named like a secret never does. */
      logPayloads: reader.flag("logPayloads", false),
      /** Whether AWS SDK clients of tools go into the layer, in place of the runtime's. */
      bundleAwsSdk: reader.flag("bundleAwsSdk", false),
      /** npm packages of tools that may require, or read, what only they know. */
      allowDynamicRequire: reader.list("allowDynamicRequire", PACKAGES),
      /** Subnets that the function is attached to; default: none, outside of any VPC. */
      subnetIds: reader.list("subnetIds", SUBNETS),
      /** Security groups of the function in these subnets. */
      securityGroupIds: reader.list("securityGroupIds", SECURITY_GROUPS),
    },
    needs: {
      /** Where secrets of tools are; default: a parameter /<project>-<stack>/<name>. */
      secretNames: reader.list("secretNames", SECRET_NAMES),
      /** Whether tables of tools are kept from being removed. */
      protectData: reader.flag("protectData", protect || stage !== "dev"),
      /** Whether tables of tools can be set back to any second of the last 35 days. */
      tableRecovery: reader.flag("tableRecovery", false),
    },
    api: {
      /** Name of the REST API, by which its metrics are known; default: the project's, of mcp-server MCPApi. */
      apiName: reader.text("apiName", defaultApiName(), /^[A-Za-z0-9 ._-]{1,128}$/),
      throttleRate,
      throttleBurst,
      /** Whether API Gateway logs each request, also those that the function never sees (401, 403, 429). */
      accessLogs: reader.flag("accessLogs", false),
      /** Certificate of domainName; default: one that is made, in hostedZoneId. */
      certificateArn: reader.optional("certificateArn", "the ARN of an ACM certificate", {
        pattern: /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]{1,64}$/,
        example: "arn:aws:acm:ap-northeast-2:123456789012:certificate/00000000-example",
      }),
      /** Zone of Route 53 that receives the records of domainName. */
      hostedZoneId: reader.optional("hostedZoneId", "the id of a hosted zone of Route 53", {
        pattern: /^Z[A-Z0-9]{1,31}$/,
        example: "Z0123456789EXAMPLE",
      }),
      /** Whether AWS WAF looks at each request first. */
      waf: reader.flag("waf", false),
    },
    monitoring: {
      /** Address that alarms are sent to, through a topic of this stack's own. */
      alarmEmail: reader.optional("alarmEmail", "an e-mail address", {
        pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
        example: "you@example.com",
      }),
      /** Topic that alarms are sent to. */
      alarmTopicArn: reader.optional("alarmTopicArn", "the ARN of an SNS topic", {
        pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
        example: "arn:aws:sns:ap-northeast-2:123456789012:alarms",
      }),
      /** Costs in US dollars a month of which AWS Budgets mails to alarmEmail; default: no budget. */
      monthlyBudgetUsd: reader.optionalInteger("monthlyBudgetUsd", [1, 1_000_000], 50),
      alarms: {
        /** Failed invocations in a minute; at least 1. */
        errors: reader.integer("alarmErrors", 1, 1, 1_000_000),
        /** Failed tool calls in 5 minutes. */
        toolErrors: reader.integer("alarmToolErrors", 10, 0, 1_000_000),
        /** Percent of the tool calls in 5 minutes that failed. */
        toolErrorPercent: reader.integer("alarmToolErrorPercent", 20, 0, 100),
        /** Invocations in a minute that Lambda refused for want of concurrency. */
        throttles: reader.integer("alarmThrottles", 1, 0, 1_000_000),
        /** Percent of a tool's time (a second less than the timeout) that the longest invocation in 5 minutes took. */
        durationPercent: reader.integer("alarmDurationPercent", 80, 0, 100),
        /** Percent of the requests in 5 minutes that were answered with 5xx. */
        serverErrorPercent: reader.integer("alarmServerErrorPercent", 5, 0, 100),
        /** p99 of the latency over 5 minutes in milliseconds. */
        latencyMs: reader.integer("alarmLatencyMs", 5_000, 0, streaming ? 900_000 : 29_000),
        /** Tasks in 5 minutes that were lost; where a tool has any. */
        tasksLost: reader.integer("alarmTasksLost", 1, 0, 1_000_000),
        /** Requests in 5 minutes, three times in a row. */
        requests: reader.integer("alarmRequests", nearThrottle(throttleRate), 0, 1_000_000_000),
      },
    },
  };
}

/**
 * Two projects of an account must not share it: API Gateway's metrics have only its name and the stage.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
function defaultApiName(): string {
  const project = pulumi.getProject();
  return project === "mcp-server" ? "MCPApi" : project;
}

/** Requests in 5 minutes at 80 % of the throttle. */
function nearThrottle(throttleRate: number): number {
  return (throttleRate * 300 * 8) / 10;
}
