/**
 * The worst month that the settings allow: every second at the throttle, every call as long as the
 * timeout. An open endpoint's owner should know it before somebody else tries it.
 */
import * as pulumi from "@pulumi/pulumi";
import { awsRegion } from "../aws-region";
import { AUTHORIZER_MEMORY_MB, authorizerCost, worstAuthorizerLoad } from "./authorizer-cost";
import {
  type CostSettings,
  costOf,
  dollars,
  LAMBDA_LOG_BYTES,
  OTHER_LOG_BYTES,
  type Load,
  MONTH_SECONDS,
  useOf,
} from "./month";
import { hasPreflights, ownAnswersCost, ownAnswersText } from "./own-answers";
import { type Prices, pricesIn } from "./prices";
import { provisionedCost } from "./provisioned-cost";
import { worstTaskCost } from "./task-cost";
import { webAclCost, worstWebAclMillions } from "./web-acl-cost";

/** The largest answer that Lambda gives. */
const MAX_ANSWER_BYTES = 6_000_000;
/** The server's lines of a request have 16 kB at most, without those of tools. */
export const MAX_LOG_BYTES = 16_400 + LAMBDA_LOG_BYTES;
/** A preflight's time, rounded up: nothing in it is the caller's. */
const PREFLIGHT_SECONDS = 0.002;
/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ACCOUNT_CONCURRENCY = 1_000;

/** Of calls, and with allowedOrigins of preflights of /mcp, which have a throttle of their own. */
export function worstLoads(settings: CostSettings): readonly Load[] {
  const { throttleRate: perSecond, timeoutSeconds: seconds } = settings;
  const answerBytes = MAX_ANSWER_BYTES;
  const calls = { perSecond, seconds, answerBytes, logBytes: MAX_LOG_BYTES };
  const preflights = { perSecond, seconds: PREFLIGHT_SECONDS, answerBytes: 0 };
  return hasPreflights(settings) ? [calls, { ...preflights, logBytes: OTHER_LOG_BYTES }] : [calls];
}

/** What the worst month costs beside calls, in US dollars; 0 for what the settings do not have. */
export interface WorstExtras {
  readonly ownAnswers: number;
  readonly authorizer: number;
  /** Without their requests. */
  readonly tasks: number;
  readonly webAcl: number;
  readonly provisioned: number;
}

export function worstExtras(settings: CostSettings, prices: Prices): WorstExtras {
  return {
    ownAnswers: ownAnswersCost(settings, prices),
    authorizer: authorizerCost(worstAuthorizerLoad(settings), settings, prices),
    tasks: worstTaskCost(settings, prices),
    webAcl: webAclCost(worstWebAclMillions(settings), settings, prices),
    provisioned: provisionedCost(settings, prices),
  };
}

/** One line: the arithmetic, and what lowers it. */
export function worstMonthText(settings: CostSettings, region: string | undefined): string {
  const prices = pricesIn(region);
  const use = useOf(worstLoads(settings), settings);
  const { api, lambdaRequests, lambdaDuration, log, egress } = costOf(use, prices, settings);
  const beside = worstExtras(settings, prices);
  const { ownAnswers, authorizer, tasks, webAcl, provisioned } = beside;
  const lambda = lambdaRequests + lambdaDuration;
  const seconds = MONTH_SECONDS.toLocaleString("en-US");
  const { throttleRate, timeoutSeconds, memoryMb } = settings;
  const gb = Number((memoryMb / 1024).toFixed(2));
  const extras = extrasText(settings, beside);
  const together = dollars(api + lambda + log + authorizer + tasks + webAcl + provisioned);
  return [
    `Worst month at these settings, every second at the throttle: ${throttleRate}/s x ${seconds} s = ${millions(throttleRate * MONTH_SECONDS)} requests${hasPreflights(settings) ? ", and as many preflights" : ""}:`,
    `gateway ${dollars(api)} + Lambda ${timeoutSeconds} s x ${gb} GB${concurrencyNote(settings)} ${dollars(lambda)} + log of ${MAX_LOG_BYTES / 1_000} kB a request ${dollars(log)}${extras} = ${together},`,
    `and up to ${dollars(egress)} of data transfer for answers of 6 MB, ${dollars(ownAnswers)} for what the gateway answers itself (${ownAnswersText(settings)}) (list prices of ${prices.holds}).`,
    `Lower it: throttleRate, timeoutSeconds, memoryMb, reservedConcurrency${provisioned === 0 ? "" : ", provisionedConcurrency"}${tasks === 0 ? "" : ", taskLimit, taskMemoryMb"}. Be told in time: alarmEmail, monthlyBudgetUsd. A month of your own: npm run cost`,
  ].join(" ");
}

function extrasText(
  settings: CostSettings,
  { authorizer, tasks, webAcl, provisioned }: WorstExtras,
): string {
  const { perSecond, seconds } = worstAuthorizerLoad(settings);
  const gb = AUTHORIZER_MEMORY_MB / 1024;
  const ofTokens =
    authorizer === 0
      ? ""
      : ` + authorizer ${perSecond}/s of new tokens x ${seconds} s x ${gb} GB ${dollars(authorizer)}`;
  const { taskLimit, taskMemoryMb } = settings;
  const ofTasks =
    tasks === 0
      ? ""
      : ` + tasks ${taskLimit} at a time x ${Number((taskMemoryMb / 1024).toFixed(2))} GB ${dollars(tasks)}`;
  const ofWebAcl = webAcl === 0 ? "" : ` + WAF ${dollars(webAcl)}`;
  const ofReady =
    provisioned === 0
      ? ""
      : ` + ${settings.provisionedConcurrency ?? 0} environments kept ready ${dollars(provisioned)}`;
  return `${ofReady}${ofTokens}${ofTasks}${ofWebAcl}`;
}

/** Reports it in a preview and a deployment, as a warning where anyone may call. */
export function reportWorstMonth(args: CostSettings, resource: pulumi.Resource): void {
  const text = worstMonthText(args, awsRegion(pulumi.runtime.allConfig()));
  if (args.auth === "none") void pulumi.log.warn(text, resource);
  // Without an engine it would go to standard output, which is the local run's.
  else if (pulumi.runtime.getEngine() !== undefined) void pulumi.log.info(text, resource);
}

function millions(requests: number): string {
  return `${(requests / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 })} M`;
}

/** Whether the function can run so often at once. */
function concurrencyNote(settings: CostSettings): string {
  const { reservedConcurrency, throttleRate, timeoutSeconds } = settings;
  const wanted = throttleRate * timeoutSeconds;
  if (reservedConcurrency !== undefined && reservedConcurrency < wanted) {
    return ` in ${reservedConcurrency} at a time`;
  }
  return wanted > ACCOUNT_CONCURRENCY
    ? ` in ${wanted.toLocaleString("en-US")} at a time (an account has ${ACCOUNT_CONCURRENCY.toLocaleString("en-US")} at first)`
    : "";
}
