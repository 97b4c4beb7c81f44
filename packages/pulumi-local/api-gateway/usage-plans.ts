/**
 * Usage plans at work: which API key a request has, and whether it is within its plan's limits.
 * Counted from the start of the local run; AWS keeps the limits on a best-effort basis.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
import type { GatewayCaller } from "./gateway-caller";
import { NO_VALID_KEY, QUOTA_USED_UP, type Refusal, THROTTLED_REQUEST } from "./refusal";
import { TokenBucket } from "./token-bucket";
import type { QuotaPeriod, UsageKey, UsageQuota } from "./usage-keys";

type Identified = { readonly identity: GatewayCaller["identity"] } | { readonly refusal: Refusal };

export class UsagePlans {
  private readonly meters = new Map<string, UsageMeter>();

  constructor(
    private readonly keys: readonly UsageKey[],
    now: () => number = Date.now,
  ) {
    for (const key of keys) this.meters.set(key.value, new UsageMeter(key, now));
  }

  /** @param value the header x-api-key. */
  admit(value: string | string[] | undefined): Identified {
    const key = this.keys.find((each) => each.enabled && each.value === value);
    if (key === undefined) return { refusal: NO_VALID_KEY };
    const refusal = this.meters.get(key.value)?.take();
    if (refusal !== undefined) return { refusal };
    return { identity: { apiKey: key.value, apiKeyId: key.id } };
  }
}

class UsageMeter {
  private readonly bucket: TokenBucket | undefined;
  private readonly quota: UsageQuota | undefined;
  private period = "";
  private used = 0;

  constructor(
    { throttle, quota }: UsageKey,
    private readonly now: () => number,
  ) {
    this.bucket = throttle && new TokenBucket(throttle.rate, throttle.burst, now);
    this.quota = quota;
  }

  /** Counts a request; a refusal when it is one too many. */
  take(): Refusal | undefined {
    if (this.bucket?.take() === false) return THROTTLED_REQUEST;
    if (this.quota === undefined) return undefined;
    const period = startOf(this.quota.period, new Date(this.now()));
    if (period !== this.period) this.used = 0;
    this.period = period;
    if (this.used >= this.quota.limit) return QUOTA_USED_UP;
    this.used += 1;
    return undefined;
  }
}

/** The period's first day, in UTC; weeks begin on Sunday. */
function startOf(period: QuotaPeriod, date: Date): string {
  const day = new Date(date);
  if (period === "WEEK") day.setUTCDate(date.getUTCDate() - date.getUTCDay());
  if (period === "MONTH") day.setUTCDate(1);
  return day.toISOString().slice(0, 10);
}
