/** Cuts of what is logged: never through a surrogate pair, and always visible where it matters. */

/** At most `max` characters, without a mark. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? max - 1 : max);
}

/** The same, with the length that it had: "abc… (1001)". */
export function cut(text: string, max: number): string {
  return text.length > max ? `${clip(text, max)}… (${text.length})` : text;
}

/** What says how long a text was. */
export const CUT_MARK_BYTES = 20;

/** UTF-8 of a JSON string has at most so many bytes for each character: "\u0000". */
const MAX_ESCAPE = 6;

/** The same, so that its JSON has at most about `bytes`. */
export function cutToBytes(text: string, bytes: number): string {
  // A surrogate pair is two characters, and four bytes.
  if (text.length * MAX_ESCAPE <= bytes) return text;
  const start = clip(text, bytes);
  const isFitting = Buffer.byteLength(JSON.stringify(start)) <= bytes + 2;
  return cut(text, isFitting ? bytes : Math.floor(bytes / MAX_ESCAPE));
}

/** Different values, the first `max` of them, and how many there are: "a, b, … (32)". */
export function listed<Value>(values: readonly Value[], max: number): (Value | string)[] {
  const different = values.length > 1 ? [...new Set(values)] : [...values];
  if (different.length <= max) return different;
  return [...different.slice(0, max), `… (${different.length})`];
}
