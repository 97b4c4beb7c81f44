/**
 * What Pulumi's table leaves out and its --diff buries: the handler's changed lines, the dashboard's
 * changed widgets, and other values that change, a line each.
 */
import { printableLines } from "pulumi-local";
import { codeChanges } from "./code-changes";
import { dashboardChanges } from "./dashboard-changes";
import { nameOf, type Step } from "./engine-events";
import { valueChanges } from "./value-changes";

/** A resource has as many lines of values at most; code and dashboards have what they need. */
const MAX_VALUES = 12;
const MAX_CODE = 200;

/** Each once, though a replacement has three steps. */
const SHOWN = ["update", "replace"];

/** "" where nothing is changed that was there before. */
export function previewDetails(steps: readonly Step[]): string {
  const parts = steps.filter(({ op }) => SHOWN.includes(op)).flatMap(partsOf);
  if (parts.length === 0) return "";
  return `\nWhat changes (all of it: npm run preview -- --diff)\n\n${parts.map((line) => printableLines(line)).join("\n")}`;
}

function partsOf(step: Step): readonly string[] {
  const lines = changedProperties(step).flatMap((property) => propertyLines(step, property));
  if (lines.length === 0) return [];
  const [, kind = step.type] = /([^:/]+)$/.exec(step.type) ?? [];
  const replaced = step.op === "replace" ? " is replaced" : "";
  return [`${kind} ${nameOf(step)}${replaced}\n${lines.map((line) => `  ${line}\n`).join("")}`];
}

/** The provider's paths ("tags.a", "code") begin with the property's name. */
function changedProperties({ detailedDiff, diffs }: Step): readonly string[] {
  const paths = Object.keys(detailedDiff ?? {});
  const names = paths.length > 0 ? paths.map((path) => path.split(/[.[]/)[0] ?? path) : diffs;
  return [...new Set(names ?? [])];
}

function propertyLines(step: Step, property: string): readonly string[] {
  const [before, after] = [step.old?.inputs?.[property], step.new?.inputs?.[property]];
  const isDashboard = property === "dashboardBody";
  const special = isDashboard ? dashboardChanges(before, after) : codeChanges(before, after);
  if (special !== undefined) return cut(special, MAX_CODE);
  const lines = valueChanges(before, after, property);
  // Known only when it is deployed, or an output that the provider compares.
  if (lines.length === 0) return [`${property} changes`];
  return cut(lines, MAX_VALUES);
}

function cut(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `and ${lines.length - most} lines more`];
}
