/** How often a property is tried: a quarter of the times here, all of them in npm run test:long. */

/** Variable that asks for all runs. */
export const ALL_RUNS = "PROPERTY_RUNS";

const PART = 4;

/** @param all what npm run test:long takes (tests/long/properties.long.ts). */
export function propertyRuns(all: number): number {
  return process.env[ALL_RUNS] === "all" ? all : Math.ceil(all / PART);
}
