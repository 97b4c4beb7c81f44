// @ts-check

/**
 * A number with up to 3 decimals, as programs read it too; a dash for none.
 *
 * @param {number | null | undefined} value
 */
export function plainNumber(value) {
  return value === null || value === undefined ? "–" : String(Number(value.toFixed(3)));
}

/**
 * Short, for axes: 12k, 3.4M.
 *
 * @param {number} value
 */
export function shortNumber(value) {
  if (Math.abs(value) < 10_000) return plainNumber(value);
  return new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(
    value,
  );
}

const clock = new Intl.DateTimeFormat("en", {
  hourCycle: "h23",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/**
 * Time of the day.
 *
 * @param {number} at
 */
export function clockTime(at) {
  return clock.format(at);
}

/** @param {number} at */
export function exactTime(at) {
  return new Date(at).toISOString();
}

/**
 * "2 min ago", rounded down.
 *
 * @param {number} at
 * @param {number} now
 */
export function timeAgo(at, now) {
  const seconds = Math.max(0, Math.floor((now - at) / 1000));
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** @param {number} seconds */
export function periodText(seconds) {
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** @param {unknown} value */
export function prettyJson(value) {
  return JSON.stringify(value, undefined, 2);
}

/**
 * Undefined when the text is no JSON.
 *
 * @param {string} text
 * @returns {unknown}
 */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Readonly<Record<string, unknown>>}
 */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
