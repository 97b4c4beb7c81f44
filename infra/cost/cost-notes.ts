/** What the cost table takes for granted, in lines below it. */
import { MAX_AUTHORIZER_SECONDS, TYPICAL_REQUESTS_OF_TOKEN } from "./authorizer-cost";
import type { CostSettings, Load } from "./month";
import type { Prices } from "./prices";
import { taskCost, TYPICAL_TASK } from "./task-cost";
import { WEB_ACL_RULES } from "./web-acl-cost";
import { MAX_LOG_BYTES } from "./worst-month";

export function costNotes(settings: CostSettings, load: Load, prices: Prices): string {
  const { throttleRate, timeoutSeconds, memoryMb, architecture, reservedConcurrency } = settings;
  const reserved = reservedConcurrency === undefined ? "" : `, ${reservedConcurrency} at a time`;
  return [
    `Typical: answers of ${load.answerBytes / 1_000} kB, ${load.seconds * 1_000} ms billed a call, log of ${load.logBytes / 1_000} kB.`,
    `Worst: every second at throttleRate (${throttleRate}/s), each call as long as timeoutSeconds (${timeoutSeconds} s), answers of 6 MB, log of ${MAX_LOG_BYTES / 1_000} kB.`,
    ...provisionedNotes(settings),
    ...authorizerNotes(settings),
    ...taskNotes(settings, prices),
    ...webAclNotes(settings, prices),
    `Function: ${memoryMb} MB, ${architecture}${reserved}. List prices of ${prices.holds}, without free tiers, X-Ray${foreignParts(settings)} and what tools use.`,
  ].join("\n");
}

function provisionedNotes({ provisionedConcurrency, memoryMb }: CostSettings): readonly string[] {
  if (provisionedConcurrency === undefined) return [];
  return [
    `Provisioned concurrency: ${provisionedConcurrency} environments of ${memoryMb} MB, all of the time; that their calls are billed at less is not taken off.`,
  ];
}

function authorizerNotes({ auth, authCacheSeconds }: CostSettings): readonly string[] {
  if (auth !== "jwt") return [];
  const asked =
    authCacheSeconds === 0
      ? "for each request (authCacheSeconds: 0)"
      : `for 1 request of ${TYPICAL_REQUESTS_OF_TOKEN} (its result is kept for ${authCacheSeconds} s)`;
  return [
    `Authorizer: asked ${asked}; in the worst month for each, with tokens that all differ, and ${MAX_AUTHORIZER_SECONDS} s long, since the issuer hangs.`,
  ];
}

function taskNotes(settings: CostSettings, prices: Prices): readonly string[] {
  if (settings.hasTasks !== true) return [];
  const { worker, polls, table } = taskCost(TYPICAL_TASK, settings, prices);
  const small = (amount: number): string => `$${amount.toFixed(4)}`;
  const { minutes, pollSeconds } = TYPICAL_TASK;
  return [
    `Tasks: none in the typical month; one of ${minutes} minutes, looked at every ${pollSeconds} s, is ${small(worker + polls + table)} (worker ${small(worker)}, looks ${small(polls)}, table ${small(table)}).`,
  ];
}

function webAclNotes({ waf }: CostSettings, { webAclMillion }: Prices): readonly string[] {
  if (!waf) return [];
  return [
    `WAF: a web ACL with ${WEB_ACL_RULES} rules. It comes before the throttle: a flood costs $${webAclMillion.toFixed(2)} a million on top.`,
  ];
}

/** What others pay for, or other stacks. */
function foreignParts({ subnetIds, hostedZoneId }: CostSettings): string {
  const network = subnetIds.length > 0 ? ", NAT gateways and VPC endpoints of the subnets" : "";
  return hostedZoneId === undefined ? network : `${network}, the hosted zone`;
}
