/**
 * The one reader of pulumi.Config. Everything is checked here, before any resource is declared:
 * a wrong value stops `pulumi preview` with a message that names key, value, range and fix.
 *
 * A new setting is one line in readSettings(); README.md, "Settings", has the table.
 */
import * as pulumi from "@pulumi/pulumi";
import { SettingsReader } from "./settings-reader";

export interface Settings {
  /** Name of the Lambda function, the dashboard, and the start of other names: <project>-<stack>. */
  readonly name: string;
  /** The stack's name: the API's stage and the function's ENVIRONMENT. */
  readonly stage: string;
  /** Name of the REST API. */
  readonly apiName: string;
  /** Who may call: anyone ("none") or callers that sign with AWS credentials ("iam"). */
  readonly auth: "none" | "iam";
  /** Requests a second that the API lets through on average. */
  readonly throttleRate: number;
  /** Requests that the API lets through at once. */
  readonly throttleBurst: number;
  /** Memory of the function in MB; CPU grows with it. */
  readonly memoryMb: number;
  /** Time limit of the function in seconds. */
  readonly timeoutSeconds: number;
  /** Largest request body in bytes. */
  readonly maxBodyBytes: number;
  /** Browser origins that may call; empty refuses every browser. */
  readonly allowedOrigins: readonly string[];
  /** Days that the function's log is kept. */
  readonly logRetentionDays: number;
  /** Least level that the server's own log lines have. */
  readonly logLevel: "debug" | "info" | "warn" | "error";
  /** Whether arguments and results of tools go into the log; what is named like a secret never does. */
  readonly logPayloads: boolean;
  /** Whether API Gateway logs each request, also those that the function never sees (401, 403, 429). */
  readonly accessLogs: boolean;
  /** Address that alarms are sent to, through a topic of this stack's own. */
  readonly alarmEmail: string | undefined;
  /** Topic that alarms are sent to. */
  readonly alarmTopicArn: string | undefined;
  /** Thresholds of the alarms. */
  readonly alarms: AlarmThresholds;
  /** Whether requests are traced with AWS X-Ray. */
  readonly xray: boolean;
  /** Whether AWS SDK clients of tools go into the layer, in place of the runtime's. */
  readonly bundleAwsSdk: boolean;
  /** npm packages of tools that may call require with names that only they know. */
  readonly allowDynamicRequire: readonly string[];
}

/** When alarms are raised; an alarm whose threshold is 0 is not made. */
export interface AlarmThresholds {
  /** Failed invocations in a minute; at least 1. */
  readonly errors: number;
  /** Failed tool calls in 5 minutes. */
  readonly toolErrors: number;
  /** Percent of the tool calls in 5 minutes that failed. */
  readonly toolErrorPercent: number;
  /** Invocations in a minute that Lambda refused for want of concurrency. */
  readonly throttles: number;
  /** Percent of a tool's time (a second less than the timeout) that the longest invocation in 5 minutes took. */
  readonly durationPercent: number;
  /** Percent of the requests in 5 minutes that were answered with 5xx. */
  readonly serverErrorPercent: number;
  /** p99 of the latency over 5 minutes in milliseconds. */
  readonly latencyMs: number;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/**
 * Reads and checks the settings of the current stack.
 *
 * @throws pulumi.RunError that lists everything that is wrong, not only the first.
 */
export function readSettings(): Settings {
  const project = pulumi.getProject();
  const stage = pulumi.getStack();
  const reader = new SettingsReader(new pulumi.Config(), project);
  const settings: Settings = {
    name: `${project}-${stage}`,
    stage,
    apiName: reader.text("apiName", "MCPApi", /^[A-Za-z0-9 ._-]{1,128}$/),
    auth: reader.oneOf("auth", "none", ["none", "iam"]),
    throttleRate: reader.integer("throttleRate", 20, 1, 10_000),
    throttleBurst: reader.integer("throttleBurst", 40, 1, 5_000),
    memoryMb: reader.integer("memoryMb", 512, 128, 10_240),
    // API Gateway gives up after 29 s: the function must have answered by then.
    timeoutSeconds: reader.integer("timeoutSeconds", 25, 3, 28),
    // Lambda takes 6 MB of event, and a body arrives in base64: 4.4 MB of it fit.
    maxBodyBytes: reader.integer("maxBodyBytes", 1_048_576, 1_024, 4_400_000),
    allowedOrigins: reader.origins("allowedOrigins"),
    logRetentionDays: reader.oneOfNumbers("logRetentionDays", 14, RETENTION_DAYS),
    logLevel: reader.oneOf("logLevel", "info", ["debug", "info", "warn", "error"]),
    logPayloads: reader.flag("logPayloads", false),
    accessLogs: reader.flag("accessLogs", false),
    ...readNotification(reader),
    alarms: readAlarmThresholds(reader),
    xray: reader.flag("xray", false),
    bundleAwsSdk: reader.flag("bundleAwsSdk", false),
    allowDynamicRequire: reader.packages("allowDynamicRequire"),
  };
  if (settings.logPayloads && !["debug", "info"].includes(settings.logLevel)) {
    reader.refuseTogether("logPayloads", "logLevel", "payloads are written at level info");
  }
  reader.checkName(settings.name);
  reader.checkRegion();
  reader.finish();
  return settings;
}

function readNotification(reader: SettingsReader): Pick<Settings, "alarmEmail" | "alarmTopicArn"> {
  const email = { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, example: "you@example.com" };
  const topic = {
    pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
    example: "arn:aws:sns:ap-northeast-2:123456789012:alarms",
  };
  const alarmEmail = reader.optional("alarmEmail", "an e-mail address", email);
  const alarmTopicArn = reader.optional("alarmTopicArn", "the ARN of an SNS topic", topic);
  if (alarmEmail !== undefined && alarmTopicArn !== undefined) {
    reader.refuseTogether("alarmEmail", "alarmTopicArn", "alarms have one topic");
  }
  const region = alarmTopicArn?.split(":")[3];
  if (region !== undefined && reader.region !== undefined && region !== reader.region) {
    const reason = `the topic is in ${region}, and alarms notify topics of their own region`;
    reader.refuseTogether("aws:region", "alarmTopicArn", reason);
  }
  return { alarmEmail, alarmTopicArn };
}

function readAlarmThresholds(reader: SettingsReader): AlarmThresholds {
  return {
    errors: reader.integer("alarmErrors", 1, 1, 1_000_000),
    toolErrors: reader.integer("alarmToolErrors", 10, 0, 1_000_000),
    toolErrorPercent: reader.integer("alarmToolErrorPercent", 20, 0, 100),
    throttles: reader.integer("alarmThrottles", 1, 0, 1_000_000),
    durationPercent: reader.integer("alarmDurationPercent", 80, 0, 100),
    serverErrorPercent: reader.integer("alarmServerErrorPercent", 5, 0, 100),
    latencyMs: reader.integer("alarmLatencyMs", 5_000, 0, 29_000),
  };
}
