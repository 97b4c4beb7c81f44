/** Numbers, times and JSON as texts. */
import { quantityText } from "../../cloudwatch/dashboard/quantity";

export { numberText } from "../../cloudwatch/dashboard/quantity";

/** A number with up to 3 decimals, as programs read it too; a dash for none. */
export function plainNumber(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : String(Number(value.toFixed(3)));
}

/** As people say it, with its unit; a dash for none. */
export function quantity(value: number | null | undefined, unit?: string): string {
  return value === null || value === undefined ? "–" : quantityText(value, unit);
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** Short, for axes: 12K, 3.4M, 1.2 s. */
export function shortQuantity(value: number, unit?: string): string {
  const isPlain = unit === undefined || unit === "Count" || unit === "None";
  return isPlain && Math.abs(value) >= 10_000 ? compact.format(value) : quantityText(value, unit);
}

const clock = new Intl.DateTimeFormat("en", {
  hourCycle: "h23",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** Time of the day. */
export function clockTime(at: number): string {
  return clock.format(at);
}

export function exactTime(at: number): string {
  return new Date(at).toISOString();
}

/** "2 min ago", rounded down. */
export function timeAgo(at: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - at) / 1000));
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

export function periodText(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

export function prettyJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

/** Undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
