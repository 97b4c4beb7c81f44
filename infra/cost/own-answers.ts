/** What API Gateway answers itself in the worst month; each method has a throttle of its own. */
import { resourceUrl } from "../authorization/urls";
import { type CostSettings, MONTH_SECONDS } from "./month";
import { type Prices, tieredCost } from "./prices";

export function hasPreflights({ allowedOrigins }: CostSettings): boolean {
  return allowedOrigins.length > 0;
}

/** What is told to clients that sign in, where the resource's URL is known. */
function hasMetadata(settings: CostSettings): boolean {
  return settings.auth === "jwt" && resourceUrl(settings) !== undefined;
}

/**
 * 404 of two paths and 405, with allowedOrigins preflights of those paths, and with metadata GET and
 * OPTIONS of two more: infra/api/paths.ts.
 */
function ownMethods(settings: CostSettings): number {
  return (hasPreflights(settings) ? 5 : 3) + (hasMetadata(settings) ? 4 : 0);
}

/** Those of the function, too. */
export function allMethods(settings: CostSettings): number {
  return ownMethods(settings) + (hasPreflights(settings) ? 2 : 1);
}

/** It costs as a call does. */
export function ownAnswersCost(settings: CostSettings, { apiMillion }: Prices): number {
  const ofMethod = (settings.throttleRate * MONTH_SECONDS) / 1e6;
  const own = ownMethods(settings);
  const calls = ofMethod * (allMethods(settings) - own);
  return tieredCost(calls + ofMethod * own, apiMillion) - tieredCost(calls, apiMillion);
}

/** "404, 405" */
export function ownAnswersText(settings: CostSettings): string {
  return hasMetadata(settings) ? "404, 405, metadata" : "404, 405";
}
