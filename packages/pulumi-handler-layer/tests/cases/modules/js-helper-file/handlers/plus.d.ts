export function plus(a: number, b: number): number;
