/**
 * Values of CloudWatch Logs Insights: texts that are compared as numbers where both sides are some.
 * Truth is 1 and 0.
 */
import { isRecord, type PlainRecord } from "../untyped-json";

/** A point in time, in milliseconds since 1970: shown as a date, counted as a number. */
export class Moment {
  constructor(readonly at: number) {}
}

/** Null is what a line does not have. Objects and arrays are made by jsonParse alone. */
export type Value = string | number | Moment | PlainRecord | readonly unknown[] | null;

/** A value of parsed JSON. */
export function valueOf(json: unknown): Value {
  if (typeof json === "string" || typeof json === "number" || isRecord(json)) return json;
  if (typeof json === "boolean") return json ? 1 : 0;
  return Array.isArray(json) ? (json as unknown[]) : null;
}

/** Null for what is no number. */
export function numberIn(value: Value): number | null {
  if (typeof value === "number") return value;
  if (value instanceof Moment) return value.at;
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

export function textIn(value: Value): string | null {
  if (value === null || typeof value === "string") return value;
  if (value instanceof Moment) return momentText(value.at);
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** As the service writes times: "2026-11-22 12:00:00.000", in UTC. */
export function momentText(at: number): string {
  return new Date(at).toISOString().replace("T", " ").replace("Z", "");
}

export function isTrue(value: Value): boolean {
  return value !== null && value !== 0 && value !== "" && value !== "0" && value !== "false";
}

/** Below, at or above 0, as sorting wants it; values that are missing come last. */
export function compare(one: Value, other: Value): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const [left, right] = [numberIn(one), numberIn(other)];
  if (left !== null && right !== null) return left - right;
  const [first, second] = [textIn(one) ?? "", textIn(other) ?? ""];
  return first < second ? -1 : Number(first > second);
}

/** Equal for values that are one group of stats, or duplicates. */
export function keyOf(values: readonly Value[]): string {
  return JSON.stringify(
    values.map((value) => (value instanceof Moment ? value.at : textIn(value))),
  );
}
