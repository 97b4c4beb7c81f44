/** One widget of the dashboard, by its kind. */
import type {
  AlarmWidget,
  AwsOnlyWidget,
  GraphWidget,
  LogAnswer,
  LogWidget,
  Placed,
  View,
  Widget,
} from "../../cloudwatch/dashboard/view";
import { element } from "./element";
import { numberText, periodText, plainNumber } from "./format";
import { makeGraph } from "./graph";
import { makeAnswer } from "./log-answer";
import { renderMarkdown } from "./markdown";
import { makeNumbers, makeSeriesTable } from "./series-table";

/** What is inside a widget: `update` shows another state of the same widget. */
export interface WidgetContent {
  readonly nodes: readonly Node[];
  readonly update: (widget: Widget, view: View) => void;
  readonly remove?: () => void;
}

export function makeContent(widget: Widget, view: View): WidgetContent {
  switch (widget.kind) {
    case "graph":
      return widget.view === "singleValue" ? numbers(widget) : graph(widget, view);
    case "text":
      return { nodes: [renderMarkdown(widget.markdown)], update: () => undefined };
    case "alarms":
      return alarmLine();
    case "log":
      return log(widget, view);
    case "aws-only":
      return { nodes: [awsOnly(widget)], update: () => undefined };
  }
}

function numbers(widget: GraphWidget): WidgetContent {
  const { node, update } = makeNumbers(widget);
  return {
    nodes: [node],
    update: (next) => {
      if (next.kind === "graph") update(next);
    },
  };
}

function graph(widget: GraphWidget & Placed, view: View): WidgetContent {
  const { nodes, update, remove } = curves(widget.title, widget, view);
  return {
    nodes,
    update: (next, nextView) => {
      if (next.kind === "graph") update(next, nextView);
    },
    remove,
  };
}

interface Curves {
  readonly nodes: readonly Node[];
  readonly update: (next: GraphWidget, view: View) => void;
  readonly remove: () => void;
}

function curves(title: string, widget: GraphWidget, view: View): Curves {
  const drawn = makeGraph(widget, view);
  const table = makeSeriesTable(title, widget);
  const none = element("p", { class: "no-data" }, "no data in this time range");
  const holder = element("div", { class: "graph-holder" }, drawn.node, none);
  return {
    nodes: [holder, table.node],
    update: (next, nextView) => {
      none.hidden = next.series.some(({ points }) => points.some(([, value]) => value !== null));
      drawn.update(next, nextView);
      table.update(next);
    },
    remove: drawn.remove,
  };
}

/** The alarms themselves stand at the top of the dashboard: once is enough. */
function alarmLine(): WidgetContent {
  const line = element("p", { class: "alarm-line" });
  return {
    nodes: [line],
    update: (widget, { alarms }) => {
      if (widget.kind === "alarms") line.replaceChildren(...alarmWords(widget, alarms));
    },
  };
}

function alarmWords({ names }: AlarmWidget, alarms: View["alarms"]): readonly (Node | string)[] {
  const own = alarms.filter(({ name }) => names.includes(name));
  const raised = own.filter(({ state }) => state === "ALARM").length;
  const unknown = names.length - own.length;
  const rest =
    unknown === 0
      ? ""
      : ` ${numberText(unknown)} of them ${unknown === 1 ? "is" : "are"} not declared.`;
  if (raised === 0) return [`None of ${names.length} is raised.${rest}`];
  const link = element("a", { href: "#alarms" }, `${raised} of ${names.length}`);
  return [link, ` ${raised === 1 ? "is" : "are"} raised.${rest}`];
}

function log(widget: LogWidget & Placed, view: View): WidgetContent {
  const query = element(
    "details",
    {},
    element("summary", {}, "Query"),
    element("pre", {}, element("code", {}, widget.query)),
  );
  const curve = curveOf(widget.answer);
  if (curve !== undefined) {
    const { nodes, update, remove } = curves(widget.title, curve, view);
    return {
      nodes: [...nodes, query],
      update: (next, nextView) => {
        const drawn = next.kind === "log" ? curveOf(next.answer) : undefined;
        if (drawn !== undefined) update(drawn, nextView);
      },
      remove,
    };
  }
  const { node, update } = makeAnswer(widget.title);
  return {
    nodes: [node, query],
    update: (next) => {
      if (next.kind === "log") update(next.answer);
    },
  };
}

function curveOf({ curves: found }: LogAnswer): GraphWidget | undefined {
  if (found === undefined) return undefined;
  const fixed = { kind: "graph", view: "timeSeries", stacked: false, thresholds: [] } as const;
  return { ...fixed, yAxis: { left: { min: 0 } }, ...found };
}

function awsOnly({ type }: AwsOnlyWidget): HTMLElement {
  const text = `A widget of type ${type}, which only AWS can fill.`;
  return element("div", { class: "aws-only" }, element("p", {}, text));
}

/** What a widget's heading says beside its title. */
export function widgetNote(widget: Widget): string {
  if (widget.kind === "log") return "from the log";
  if (widget.kind !== "graph") return "";
  const note = `per ${periodText(widget.periodSeconds)}`;
  return widget.stacked ? `${note}, stacked` : note;
}

/** What makes a widget another one; a change of numbers alone does not. */
export function widgetShape(widget: Widget): string {
  if (widget.kind === "log") {
    const curve = curveOf(widget.answer);
    return JSON.stringify({ ...widget, answer: curve === undefined ? "table" : graphShape(curve) });
  }
  return widget.kind === "graph" ? graphShape(widget) : JSON.stringify(widget);
}

function graphShape(widget: GraphWidget): string {
  const series = widget.series.map((one) => [one.label, one.stat, one.color, one.axis, one.unit]);
  const thresholds = widget.thresholds.map((one) => [one.label, plainNumber(one.value), one.color]);
  return JSON.stringify({ ...widget, series, thresholds });
}
