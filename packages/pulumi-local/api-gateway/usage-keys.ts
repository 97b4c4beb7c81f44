/**
 * API keys and their usage plans, as declared: which keys open the API's stage, within which limits.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
import {
  type DeclaredProgram,
  type DeclaredResource,
  inputText,
  ofType,
} from "../program/declared";
import { UserError } from "../user-error";
import type { ThrottleLimits } from "./token-bucket";

export type QuotaPeriod = "DAY" | "WEEK" | "MONTH";

export interface UsageQuota {
  readonly limit: number;
  readonly period: QuotaPeriod;
}

export interface UsageKey {
  readonly id: string;
  /** What callers send in x-api-key. */
  readonly value: string;
  readonly enabled: boolean;
  /** Of the plan; each of its keys has them for itself. */
  readonly throttle: ThrottleLimits | undefined;
  readonly quota: UsageQuota | undefined;
}

interface ApiStage {
  readonly apiId?: string;
  readonly stage?: string;
  readonly throttles?: readonly unknown[];
}

/** The keys of all plans that have this stage. @throws UserError for limits that are not known here. */
export function readUsageKeys(
  program: DeclaredProgram,
  { apiId, stage }: { readonly apiId: string; readonly stage: string },
): UsageKey[] {
  const keys = ofType(program, "aws:apigateway/apiKey:ApiKey");
  const memberships = ofType(program, "aws:apigateway/usagePlanKey:UsagePlanKey");
  return ofType(program, "aws:apigateway/usagePlan:UsagePlan").flatMap((plan) => {
    const apiStages = (plan.inputs["apiStages"] ?? []) as readonly ApiStage[];
    const own = apiStages.find((entry) => entry.apiId === apiId && entry.stage === stage);
    if (own === undefined) return [];
    if (own.throttles !== undefined && own.throttles.length > 0) {
      throw new UserError(`${plan.name}: the local gateway knows no throttles of single methods.`);
    }
    const limits = { throttle: readThrottle(plan), quota: readQuota(plan) };
    return memberships
      .filter((member) => member.inputs["usagePlanId"] === plan.outputs["id"])
      .flatMap((member) => keys.filter((key) => key.outputs["id"] === member.inputs["keyId"]))
      .map((key) => ({
        id: String(key.outputs["id"]),
        value: String(key.outputs["value"]),
        enabled: key.inputs["enabled"] !== false,
        ...limits,
      }));
  });
}

function readThrottle({ inputs }: DeclaredResource): ThrottleLimits | undefined {
  const { rateLimit: rate, burstLimit: burst } = (inputs["throttleSettings"] ?? {}) as {
    rateLimit?: number;
    burstLimit?: number;
  };
  return rate === undefined || burst === undefined ? undefined : { rate, burst };
}

function readQuota(plan: DeclaredResource): UsageQuota | undefined {
  const settings = plan.inputs["quotaSettings"] as
    { limit: number; period: string; offset?: number } | undefined;
  if (settings === undefined) return undefined;
  const { limit, period, offset = 0 } = settings;
  if (offset !== 0) {
    // A number of requests by one of AWS's documents, a day of the week by another.
    throw new UserError(
      `${inputText(plan, "name", plan.name)}: the local gateway knows quotas without an offset.`,
    );
  }
  if (period !== "DAY" && period !== "WEEK" && period !== "MONTH") {
    throw new UserError(`${plan.name}: a quota's period is DAY, WEEK or MONTH, not ${period}.`);
  }
  return { limit, period };
}
