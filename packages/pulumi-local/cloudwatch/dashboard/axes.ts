/** Axes of a CloudWatch metric widget, as the page draws them. */
import { isRecord, numberOf, type PlainRecord, recordOf } from "../untyped-json";
import type { AxisRange, GraphWidget } from "./view";

/** What the labels of axes say of units. */
const AXIS_UNITS: ReadonlyMap<string, string> = new Map([
  ["%", "Percent"],
  ["ms", "Milliseconds"],
  ["s", "Seconds"],
  ["bytes", "Bytes"],
]);

/** The unit that an axis has by its label; undefined for another label. */
export function unitOfAxis(
  yAxis: GraphWidget["yAxis"],
  side: "left" | "right",
): string | undefined {
  return AXIS_UNITS.get(yAxis[side]?.label ?? "");
}

export function yAxisOf({ yAxis }: PlainRecord): GraphWidget["yAxis"] {
  const { left, right } = recordOf(yAxis);
  return {
    ...(isRecord(left) && { left: axisRange(left) }),
    ...(isRecord(right) && { right: axisRange(right) }),
  };
}

function axisRange({ min, max, label }: PlainRecord): AxisRange {
  const from = numberOf(min);
  const to = numberOf(max);
  return {
    ...(from !== undefined && { min: from }),
    ...(to !== undefined && { max: to }),
    ...(typeof label === "string" && { label }),
  };
}
