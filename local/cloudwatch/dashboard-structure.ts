/**
 * Whether a dashboard's body has the structure that CloudWatch documents. CloudWatch refuses some
 * bodies that break it, and shows broken widgets for others.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import { readWidgets, type BodyWidget } from "./dashboard-body";
import { metricRowProblems } from "./metric-rows-structure";
import { arrayOf, isRecord, recordOf } from "./plain-data";
import { anything, list, matching, object, oneOf } from "./structure-rules";
import { WIDGET_PROPERTIES, widgetRule } from "./widget-structure";

const MAX_WIDGETS = 500;
const MAX_METRICS = 2500;
const COLUMNS = 24;

const time = matching("a time or a range such as -PT3H", /^(?:-P|\d{4}-\d\d-\d\d)/);
const bodyRule = object(
  {
    widgets: anything,
    start: time,
    end: time,
    periodOverride: oneOf("auto", "inherit"),
    variables: list(anything),
  },
  ["widgets"],
);

export interface StructureProblem {
  /** Index of the widget; undefined: of the whole. */
  readonly widget: number | undefined;
  readonly text: string;
}

/** What breaks the structure, in words that name the widget; empty when all is well. */
export function dashboardProblems(body: unknown): readonly string[] {
  const widgets = readWidgets(body);
  return structureProblems(body).map(({ widget, text }) =>
    widget === undefined ? text : `${widgetName(widgets, widget)}: ${text}`,
  );
}

/** 'widget 3 "Errors"' */
export function widgetName(widgets: readonly BodyWidget[], index: number): string {
  return `widget ${index} "${widgets[index]?.title ?? ""}"`;
}

export function structureProblems(body: unknown): readonly StructureProblem[] {
  const whole = bodyRule(body, "").map((text) => ({ widget: undefined, text }));
  if (!isRecord(body) || !Array.isArray(body["widgets"])) {
    return [...whole, { widget: undefined, text: "widgets must be an array" }];
  }
  const widgets = body["widgets"] as readonly unknown[];
  return [
    ...whole,
    ...countProblems(widgets).map((text) => ({ widget: undefined, text })),
    ...widgets.flatMap((widget, index) =>
      widgetProblems(widget).map((text) => ({ widget: index, text })),
    ),
    ...overlaps(readWidgets(body)),
  ];
}

function countProblems(widgets: readonly unknown[]): readonly string[] {
  const metrics = widgets
    .map((widget) => arrayOf(recordOf(recordOf(widget)["properties"])["metrics"]).length)
    .reduce((total, count) => total + count, 0);
  const problems: string[] = [];
  if (widgets.length > MAX_WIDGETS) {
    problems.push(`has ${widgets.length} widgets; leave ${MAX_WIDGETS} at most`);
  }
  if (metrics > MAX_METRICS) {
    problems.push(`has ${metrics} metrics in all widgets; leave ${MAX_METRICS} at most`);
  }
  return problems;
}

function widgetProblems(widget: unknown): readonly string[] {
  const placed = widgetRule(widget, "");
  const { type, x, width = 6, properties } = recordOf(widget);
  const beyond = Number(x ?? 0) + Number(width) > COLUMNS;
  const rule = WIDGET_PROPERTIES[String(type)];
  return [
    ...placed,
    ...(beyond ? [`x + width is more than ${COLUMNS}: move it or make it narrower`] : []),
    ...(rule === undefined || properties === undefined ? [] : rule(properties, "properties")),
    ...(type === "metric" && isRecord(properties)
      ? [...metricRowProblems(properties), ...gaugeProblems(properties)]
      : []),
  ];
}

function gaugeProblems({ view, yAxis }: Readonly<Record<string, unknown>>): readonly string[] {
  if (view !== "gauge") return [];
  const { min, max } = recordOf(recordOf(yAxis)["left"]);
  return min === undefined || max === undefined
    ? ["a gauge needs properties.yAxis.left.min and max: add them"]
    : [];
}

function overlaps(widgets: readonly BodyWidget[]): readonly StructureProblem[] {
  return widgets.flatMap((widget, index) => {
    const other = widgets.slice(0, index).findIndex((before) => overlap(before, widget));
    if (other === -1) return [];
    return { widget: index, text: `overlaps ${widgetName(widgets, other)}: move one of them` };
  });
}

function overlap(a: BodyWidget, b: BodyWidget): boolean {
  const isApart =
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
  return !isApart;
}
