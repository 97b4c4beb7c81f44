export const SIGN = "$";
export function add(a: number, b: number): number {
  return a + b;
}
export function format(n: number): string {
  return `${SIGN}${n}`;
}
