/** Periods as people say them: 90s, 15m, 1h, 2d. */
import { UserError } from "pulumi-local";

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * @param option that it is the value of.
 * @returns milliseconds.
 * @throws UserError
 */
export function readPeriod(text: string, option: string): number {
  const [, count = "", unit = ""] = /^([1-9]\d{0,4})([smhd])$/.exec(text) ?? [];
  const length = UNITS[unit];
  if (length !== undefined) return Number(count) * length;
  throw new UserError(`--${option} is "${text}" but must be a period such as 90s, 15m, 1h or 2d.`);
}
