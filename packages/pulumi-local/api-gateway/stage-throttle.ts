/** The stage's throttle, for each of its methods by itself: preflights take nothing from the calls. */
import type { RestApi } from "./rest-api";
import type { Route } from "./routes";
import { TokenBucket } from "./token-bucket";

export class StageThrottle {
  private readonly buckets = new Map<Route, TokenBucket>();

  constructor(
    private readonly limits: RestApi["throttle"],
    private readonly now?: () => number,
  ) {}

  /** False when there is one request too many. */
  take(route: Route): boolean {
    if (this.limits === undefined) return true;
    const bucket =
      this.buckets.get(route) ?? new TokenBucket(this.limits.rate, this.limits.burst, this.now);
    this.buckets.set(route, bucket);
    return bucket.take();
  }
}
