/** What AWS WAF costs a month, with waf: true; nothing otherwise. */
import { type CostSettings, MONTH_SECONDS } from "./month";
import { allMethods } from "./own-answers";
import type { Prices } from "./prices";

/** In infra/api/web-acl.ts. */
export const WEB_ACL_RULES = 3;

/** @param millions of requests that reach it, also those that it or the throttle refuses. */
export function webAclCost(millions: number, { waf }: CostSettings, prices: Prices): number {
  const { webAcl, webAclRule, webAclMillion } = prices;
  return waf ? webAcl + WEB_ACL_RULES * webAclRule + millions * webAclMillion : 0;
}

/** In millions: as many as the throttle lets through. WAF comes before it, and may see more. */
export function worstWebAclMillions(settings: CostSettings): number {
  return (allMethods(settings) * settings.throttleRate * MONTH_SECONDS) / 1e6;
}
