/** What JSON has as "{}", or as one member for each byte: shown as its size, "Uint8Array(6000000)". */
import { tagOf } from "./describe-error";

/** Undefined for anything else. */
export function sizeOf(value: unknown): string | undefined {
  if (ArrayBuffer.isView(value)) {
    const { length } = value as { length?: number };
    return named(value, length ?? value.byteLength);
  }
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    return named(value, value.byteLength);
  }
  if (value instanceof Map || value instanceof Set) return named(value, value.size);
  return undefined;
}

function named(value: object, size: number): string {
  return `${tagOf(value).slice("[object ".length, -1)}(${size})`;
}

/** The first members of a Map or a Set; undefined for anything else. */
export function firstOf(value: object, max: number): readonly unknown[] | undefined {
  if (!(value instanceof Map || value instanceof Set)) return undefined;
  const first: unknown[] = [];
  for (const member of value) {
    if (first.length === max) break;
    first.push(member);
  }
  return first;
}
