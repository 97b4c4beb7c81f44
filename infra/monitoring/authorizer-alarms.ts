/**
 * Alarms of the authorizer. None of its errors: each 401 is one, and a crash is a 5xx, of which the
 * API has an alarm.
 */
import type { AuthorizerMetrics } from "./authorizer-metrics";
import { MIN_AUTHORIZER_THROTTLES, MIN_WITHOUT_KEYS } from "./authorizer-rows";
import { AUTHORIZER_COLD_STARTS, REFUSED_TOKENS } from "./insights-queries";
import type { Watch } from "./metric-alarm";

const operator = "GreaterThanOrEqualToThreshold";

export function ofAuthorizer({ withoutKeys, throttles }: AuthorizerMetrics): readonly Watch[] {
  return [
    {
      name: "issuer",
      description:
        'Tokens could not be checked, and callers got a 500: the issuer\'s keys could not be had. "Refused tokens" on the dashboard says in lastDetail what the issuer answered. Look whether it is up, and at jwtIssuer and jwtJwksUri.',
      queries: [REFUSED_TOKENS],
      functionSuffix: "-authorizer",
      of: withoutKeys,
      threshold: MIN_WITHOUT_KEYS,
      operator,
    },
    {
      name: "authorizer-throttles",
      description:
        "Lambda refused to run the authorizer, and callers got a 500: the account's concurrency in this region is used up. See which function takes it, and ask for a higher quota (Service Quotas, Lambda, concurrent executions).",
      queries: [AUTHORIZER_COLD_STARTS, REFUSED_TOKENS],
      functionSuffix: "-authorizer",
      of: throttles,
      threshold: MIN_AUTHORIZER_THROTTLES,
      operator,
    },
  ];
}
