/**
 * CloudWatch dashboard body schema, as its documentation has it. CloudWatch refuses some bodies that
 * break it, and shows broken widgets for others.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import * as z from "zod";
import { across, closedObject, issueText, type Report, textThat, validate } from "../schema-issues";
import { arrayOf } from "../untyped-json";
import { type BodyWidget, readWidgets } from "./dashboard-body";
import { widget } from "./widget-schema";

const MAX_WIDGETS = 500;
const MAX_METRICS = 2500;

const time = textThat("a time or a range such as -PT3H", (text) =>
  /^(?:-P|\d{4}-\d\d-\d\d)/.test(text),
);
const dashboardBody = across(
  closedObject(
    { widgets: z.array(widget) },
    {
      start: time,
      end: time,
      periodOverride: z.enum(["auto", "inherit"]),
      variables: z.array(z.unknown()),
    },
  ),
  (body, report) => {
    const widgets = readWidgets(body);
    checkCounts(widgets, report);
    checkOverlaps(widgets, report);
  },
);

export interface DashboardProblem {
  /** Index of the widget; undefined: of the entire body. */
  readonly widget: number | undefined;
  readonly text: string;
}

/** What breaks the structure, in words that name the widget; empty when all is well. */
export function dashboardProblems(body: unknown): readonly string[] {
  const widgets = readWidgets(body);
  return problemsByWidget(body).map(({ widget, text }) =>
    widget === undefined ? text : `${widgetName(widgets, widget)}: ${text}`,
  );
}

/** The same, with paths that begin at the widget. */
export function problemsByWidget(body: unknown): readonly DashboardProblem[] {
  if (body === undefined) return [{ widget: undefined, text: "must be an object, in JSON" }];
  return validate(dashboardBody, body).issues.map(({ path, message }) => {
    const [root, index, ...rest] = path;
    return root === "widgets" && typeof index === "number"
      ? { widget: index, text: issueText({ path: rest, message }) }
      : { widget: undefined, text: issueText({ path, message }) };
  });
}

/** 'widget 3 "Errors"' */
export function widgetName(widgets: readonly BodyWidget[], index: number): string {
  return `widget ${index} "${widgets[index]?.title ?? ""}"`;
}

/** Not zod's max(), which is silent on the members of an array that is too long. */
function checkCounts(widgets: readonly BodyWidget[], report: Report): void {
  const metrics = widgets.flatMap(({ properties }) => arrayOf(properties["metrics"])).length;
  if (widgets.length > MAX_WIDGETS) {
    report(["widgets"], `has ${widgets.length} members; leave ${MAX_WIDGETS} at most`);
  }
  if (metrics > MAX_METRICS) {
    report([], `has ${metrics} metrics in all widgets; leave ${MAX_METRICS} at most`);
  }
}

function checkOverlaps(widgets: readonly BodyWidget[], report: Report): void {
  widgets.forEach((widget, index) => {
    const other = widgets.slice(0, index).findIndex((before) => overlap(before, widget));
    if (other === -1) return;
    report(["widgets", index], `overlaps ${widgetName(widgets, other)}: move one of them`);
  });
}

function overlap(a: BodyWidget, b: BodyWidget): boolean {
  const isApart =
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
  return !isApart;
}
