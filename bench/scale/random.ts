/** Numbers that look random, and are the same again with the same seed. */

/** @returns from 0 to below 1 (mulberry32: https://github.com/bryc/code/blob/master/jshash/PRNGs.md). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Time to the next arrival, where `mean` lies between two. */
export function exponential(random: () => number, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** 99 of 100 normal numbers are below it. */
const NORMAL_P99 = 2.3263;

/** A time whose logarithm is normal, given by two of its percentiles. */
export function logNormal(random: () => number, p50: number, p99: number): number {
  const sigma = Math.log(p99 / p50) / NORMAL_P99;
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return p50 * Math.exp(sigma * normal);
}
