/** A part of the mutants that is the same in each run, and what it says of all of them. */
import { hashOf } from "./files";

/** About one in `every`, whichever others there are. */
export function isSampled(key: string, every: number, seed: string): boolean {
  return parseInt(hashOf(seed, key).slice(0, 8), 16) % every === 0;
}

/** An order of chance, so that a run that is ended has seen some of each file. */
export function inOrder(one: { readonly key: string }, other: { readonly key: string }): number {
  return one.key < other.key ? -1 : 1;
}

export interface Rate {
  /** Percent. */
  readonly rate: number;
  /** Where the rate of all mutants is with 95 % (Wilson's interval, for a finite number of them). */
  readonly from: number;
  readonly to: number;
}

const Z = 1.96;

/** @param all number of mutants that the sample was taken from. */
export function rateOf(found: number, sampled: number, all: number): Rate {
  if (sampled === 0) return { rate: 0, from: 0, to: 100 };
  const share = found / sampled;
  const left = all <= 1 ? 0 : (all - sampled) / (all - 1);
  const z2 = Z * Z * left;
  const middle = (share + z2 / (2 * sampled)) / (1 + z2 / sampled);
  const inner = (share * (1 - share)) / sampled + z2 / (4 * sampled * sampled);
  const half = (Math.sqrt(z2) * Math.sqrt(inner)) / (1 + z2 / sampled);
  const percent = (value: number): number => Math.min(100, Math.max(0, value * 100));
  return { rate: share * 100, from: percent(middle - half), to: percent(middle + half) };
}

export interface Part {
  readonly found: number;
  readonly sampled: number;
  readonly all: number;
}

/** The rate of all parts together, each weighed by its mutants, of which another share may be known. */
export function rateOfParts(parts: readonly Part[]): Rate {
  const known = parts.filter(({ sampled }) => sampled > 0);
  const total = known.reduce((sum, { all }) => sum + all, 0);
  let rate = 0;
  let variance = 0;
  for (const { found, sampled, all } of known) {
    const [weight, share] = [all / total, found / sampled];
    // As of one more that was found and one that was not: a small part is never certain.
    const spread = ((found + 1) * (sampled - found + 1)) / (sampled + 2) ** 2;
    rate += weight * share;
    variance += (weight * weight * spread * (1 - sampled / all)) / sampled;
  }
  const half = Z * Math.sqrt(variance);
  const percent = (value: number): number => Math.min(100, Math.max(0, value * 100));
  return { rate: rate * 100, from: percent(rate - half), to: percent(rate + half) };
}
