/** Settings of which each is right by itself, and wrong beside another one; the stack's name and region. */
import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "./settings";
import type { SettingsReader } from "./settings-reader";

/** Collects in the reader what does not go together. */
export function checkTogether(settings: Settings, reader: SettingsReader): void {
  const { logPayloads, logLevel } = settings.function;
  const { alarmEmail, alarmTopicArn } = settings.monitoring;
  if (logPayloads && !["debug", "info"].includes(logLevel)) {
    reader.conflict("logPayloads", "logLevel", "payloads are written at level info");
  }
  if (alarmEmail !== undefined && alarmTopicArn !== undefined) {
    reader.conflict("alarmEmail", "alarmTopicArn", "alarms have one topic");
  }
  const region = alarmTopicArn?.split(":")[3];
  if (region !== undefined && reader.region !== undefined && region !== reader.region) {
    const reason = `the topic is in ${region}, and alarms notify topics of their own region`;
    reader.conflict("aws:region", "alarmTopicArn", reason);
  }
  checkBudget(settings.monitoring, reader);
  checkProvisioned(settings.function, reader);
  checkName(settings.shared.name, reader);
  checkRegion(reader);
}

/** The name serves as function name, the strictest of all: at most 64 of [A-Za-z0-9_-]. */
function checkName(name: string, reader: SettingsReader): void {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    warnOfSharedAlarm(name, reader.project);
    warnOfSharedFunction(name, reader.project);
    return;
  }
  reader.report(
    `"${name}" (<project>-<stack>) cannot name the function, the stage and the alarms: AWS takes at most 64 of the characters A-Z a-z 0-9 _ and -, and this has ${name.length}. Choose another stack name (pulumi stack rename NAME) or another project name in Pulumi.yaml`,
  );
}

/** AWS gives an alarm to the last who writes one of its name, without an error. */
function warnOfSharedAlarm(name: string, project: string): void {
  const other = /(.+)-(?:tool|server|tasks)$/.exec(name)?.[1];
  if (other?.startsWith(`${project}-`) !== true) return;
  void pulumi.log.warn(
    `The alarm ${name}-errors would be one with that of a stack named "${other.slice(project.length + 1)}" in this account and region, which has an alarm "${name.slice(other.length + 1)}-errors". If there is one, choose another stack name: pulumi stack init NAME`,
  );
}

/** With auth: jwt a stack has a function <name>-authorizer, with tasks <name>-tasks; AWS refuses the second halfway. */
function warnOfSharedFunction(name: string, project: string): void {
  const other = /(.+)-(?:authorizer|tasks)$/.exec(name)?.[1];
  if (other?.startsWith(`${project}-`) !== true) return;
  const [what, when] =
    name.slice(other.length + 1) === "tasks"
      ? ["function of tasks", "tools that run as tasks"]
      : ["authorizer", "auth: jwt"];
  void pulumi.log.warn(
    `The function ${name} would have the name of the ${what} of a stack named "${other.slice(project.length + 1)}" in this account and region. If there is one with ${when}, choose another stack name: pulumi stack init NAME`,
  );
}

function checkRegion(reader: SettingsReader): void {
  const { region } = reader;
  if (region !== undefined && /^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(region)) return;
  reader.report(
    region === undefined
      ? "aws:region is not set. Set it: pulumi config set aws:region ap-northeast-2"
      : `aws:region is "${region}", which is not an AWS region. Set one: pulumi config set aws:region ap-northeast-2`,
  );
}

/** https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html */
function checkProvisioned(
  { provisionedConcurrency = 0, reservedConcurrency = Infinity }: Settings["function"],
  reader: SettingsReader,
): void {
  if (provisionedConcurrency <= reservedConcurrency) return;
  const reason = `AWS keeps no more than reservedConcurrency (${reservedConcurrency}) ready`;
  reader.conflict("provisionedConcurrency", "reservedConcurrency", reason);
}

/** Partitions whose bills are of other accounts or in another currency. */
const WITHOUT_DOLLAR_BUDGETS = /^(cn|us-gov|us-iso[a-z]*|eusc|eu-isoe)-/;

function checkBudget(
  { monthlyBudgetUsd, alarmEmail, alarmTopicArn }: Settings["monitoring"],
  reader: SettingsReader,
): void {
  if (monthlyBudgetUsd === undefined) return;
  if (alarmTopicArn !== undefined) {
    reader.conflict("alarmTopicArn", "monthlyBudgetUsd", "a budget is mailed to alarmEmail");
  } else if (alarmEmail === undefined) {
    const reason = "AWS Budgets mails what a month costs";
    reader.missing("monthlyBudgetUsd", "alarmEmail", { reason, example: "you@example.com" });
  }
  if (WITHOUT_DOLLAR_BUDGETS.test(reader.region ?? "")) {
    const reason =
      "AWS bills this region in another account or currency, so set the budget up there";
    reader.conflict("aws:region", "monthlyBudgetUsd", reason);
  }
}

/** API Gateway waits for 29 s, and 15 minutes for a stream. */
const GATEWAY_SECONDS = 29;
const STREAM_SECONDS = 900;
/** A cold start takes up to 3 s at the least memory. */
const COLD_START_SECONDS = 3;

/** Warns of what is legal and rarely meant. */
export function warnOfLimits({ shared, function: { timeoutSeconds } }: Settings): void {
  const limit = shared.streaming ? STREAM_SECONDS : GATEWAY_SECONDS;
  const max = limit - COLD_START_SECONDS;
  if (timeoutSeconds <= max) return;
  const ends = shared.streaming ? "cuts the stream off" : "answers 504";
  void pulumi.log.warn(
    `timeoutSeconds is ${timeoutSeconds}, and a cold start comes on top of it: after ${limit} s API Gateway ${ends} while the function runs on. At ${max} or less the caller gets the tool's own answer.`,
  );
}
