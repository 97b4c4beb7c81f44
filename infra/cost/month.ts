/** A month's use of AWS, and what it costs by service. Pure arithmetic; no free tiers. */
import type { AllSettings } from "../settings";
import { type Prices, tieredCost } from "./prices";

/** 730 hours, AWS's own month. */
export const MONTH_SECONDS = 730 * 3600;

/** Lambda's own records of a request. */
export const LAMBDA_LOG_BYTES = 600;
/** Those and about 1.2 kB of ours: metrics, and the line at the end. */
export const OTHER_LOG_BYTES = 1_200 + LAMBDA_LOG_BYTES;
/** A tool's call: the line at its begin, and more metrics. */
export const TYPICAL_LOG_BYTES = OTHER_LOG_BYTES + 300;
/** A line of API Gateway's access log. */
const ACCESS_LOG_BYTES = 600;

export interface CostSettings extends Pick<
  AllSettings,
  | "memoryMb"
  | "timeoutSeconds"
  | "architecture"
  | "reservedConcurrency"
  | "provisionedConcurrency"
  | "throttleRate"
  | "allowedOrigins"
  | "accessLogs"
  | "logRetentionDays"
  | "auth"
  | "authCacheSeconds"
  | "domainName"
  | "publicUrl"
  | "hostedZoneId"
  | "waf"
  | "subnetIds"
  | "taskMemoryMb"
  | "taskLimit"
> {
  /** Whether a tool runs as a task; default false. */
  readonly hasTasks?: boolean;
}

/**
 * What is used in a month. Reserved concurrency bounds the time alone: shorter calls, with answers as
 * large, are all let through.
 */
export interface MonthUse {
  readonly requests: number;
  readonly gbSeconds: number;
  readonly logGb: number;
  /** Answers that leave AWS. */
  readonly egressGb: number;
}

export interface MonthCost {
  readonly api: number;
  readonly lambdaRequests: number;
  readonly lambdaDuration: number;
  readonly log: number;
  readonly egress: number;
}

export interface Load {
  readonly perSecond: number;
  /** Billed time of a call. */
  readonly seconds: number;
  readonly answerBytes: number;
  /** What the function and Lambda log of a request. */
  readonly logBytes: number;
}

/** Of requests that come evenly; those of one load are as long as each other. */
export function useOf(loads: readonly Load[], settings: CostSettings): MonthUse {
  const { memoryMb, reservedConcurrency = Infinity, accessLogs } = settings;
  const inMonth = (ofRequest: (load: Load) => number): number =>
    loads.reduce((sum, load) => sum + load.perSecond * ofRequest(load), 0) * MONTH_SECONDS;
  const seconds = inMonth((load) => load.seconds);
  const accessLogBytes = accessLogs ? ACCESS_LOG_BYTES : 0;
  return {
    requests: inMonth(() => 1),
    gbSeconds: Math.min(seconds, reservedConcurrency * MONTH_SECONDS) * (memoryMb / 1024),
    logGb: inMonth(({ logBytes }) => logBytes + accessLogBytes) / 1e9,
    egressGb: inMonth(({ answerBytes }) => answerBytes) / 1e9,
  };
}

/** Logs are kept for logRetentionDays, so that many months of them are stored at a time. */
export function costOf(use: MonthUse, prices: Prices, settings: CostSettings): MonthCost {
  const storedGb = use.logGb * ((settings.logRetentionDays * 86_400) / MONTH_SECONDS);
  return {
    api: tieredCost(use.requests / 1e6, prices.apiMillion),
    lambdaRequests: (use.requests / 1e6) * prices.lambdaMillion,
    lambdaDuration: tieredCost(use.gbSeconds, prices.gbSecond[settings.architecture]),
    log: use.logGb * prices.logGb + storedGb * prices.logGbMonth,
    egress: tieredCost(use.egressGb, prices.egressGb),
  };
}

export function totalOf(cost: MonthCost): number {
  return cost.api + cost.lambdaRequests + cost.lambdaDuration + cost.log + cost.egress;
}

/** "$3,504", "$0.42" */
export function dollars(amount: number): string {
  const digits = amount < 99.995 ? 2 : 0;
  const text = amount.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `$${text}`;
}
