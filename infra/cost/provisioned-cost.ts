/**
 * What environments cost that are kept ready, whether or not anybody calls. Their calls are billed at a
 * lower price a second, which is not taken off here: the table is then too high, never too low.
 * https://aws.amazon.com/lambda/pricing/#Provisioned_Concurrency_Pricing
 */
import { type CostSettings, MONTH_SECONDS } from "./month";
import type { Prices } from "./prices";

/** A month, in US dollars; 0 without provisionedConcurrency. */
export function provisionedCost(settings: CostSettings, prices: Prices): number {
  const { provisionedConcurrency = 0, memoryMb, architecture } = settings;
  const gbSeconds = provisionedConcurrency * MONTH_SECONDS * (memoryMb / 1024);
  return gbSeconds * prices.provisionedGbSecond[architecture];
}
