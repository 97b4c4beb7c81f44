/** CloudWatch dashboard, as declared, as the page draws it. */
import { type DeclaredProgram, inputText, ofType } from "../../program/declared";
import { type BodyWidget, readRows, readWidgets } from "./dashboard-body";
import { type DashboardProblem, problemsByWidget, widgetName } from "./dashboard-schema";
import { deadMetrics, type Measured, unseenMetrics } from "./dead-metrics";
import { distinctQueries, type Query } from "../expressions/query";
import { drawGraph, type TimeRange } from "./graph";
import type { MetricStore } from "../metrics/metric-store";
import { arrayOf, parseJson, textOf } from "../untyped-json";
import type { Insights } from "../insights/insights";
import type { AlarmWidget, AwsOnlyWidget, LogWidget, TextWidget, Widget } from "./view";

const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";

export class Dashboard {
  readonly title: string;
  /** Of the entire dashboard, or that there is none. */
  readonly problems: readonly string[];
  private readonly widgets: readonly BodyWidget[];
  private readonly structure: readonly DashboardProblem[];

  constructor(
    private readonly program: DeclaredProgram,
    private readonly alarmNames: readonly string[],
  ) {
    const [resource] = ofType(program, DASHBOARD);
    this.title = resource === undefined ? "" : inputText(resource, "dashboardName", resource.name);
    const body =
      resource === undefined ? { widgets: [] } : bodyOf(resource.inputs["dashboardBody"]);
    this.widgets = readWidgets(body);
    this.structure = problemsByWidget(body);
    const ofBody = this.structure.filter(({ widget }) => widget === undefined);
    this.problems =
      resource === undefined
        ? ["the program declares no dashboard"]
        : ofBody.map(({ text }) => `dashboard ${this.title}: ${text}`);
  }

  draw(measured: Recorded, range: TimeRange): readonly Widget[] {
    return this.widgets.map((widget, index) => {
      const structure = this.structure.filter((problem) => problem.widget === index);
      const { kind, problems } = this.drawOne(widget, measured, range);
      const { x, y, width, height, title } = widget;
      const all = [...structure.map(({ text }) => text), ...problems];
      return { x, y, width, height, title, problems: [...new Set(all)], ...kind };
    });
  }

  /** Metrics of the widgets without any data, in words. */
  unseen(store: MetricStore): readonly string[] {
    const measured: Measured = { program: this.program, store };
    return this.widgets.flatMap((widget, index) =>
      queriesOf(widget)
        .flatMap((query) => unseenMetrics(query, measured))
        .map((text) => `${widgetName(this.widgets, index)}: ${text}`),
    );
  }

  private drawOne(
    widget: BodyWidget,
    { store, insights }: Recorded,
    range: TimeRange,
  ): {
    readonly kind: Drawn;
    readonly problems: readonly string[];
  } {
    const { markdown, alarms, query, view } = widget.properties;
    switch (widget.type) {
      case "text":
        return { kind: { kind: "text", markdown: textOf(markdown) ?? "" }, problems: [] };
      case "alarm": {
        const names = arrayOf(alarms).map((arn) => String(arn).split(":alarm:").at(-1) ?? "");
        const problems = names
          .filter((name) => !this.alarmNames.includes(name))
          .map((name) => `no declared alarm is called ${name}`);
        return { kind: { kind: "alarms", names }, problems };
      }
      case "metric": {
        const measured: Measured = { program: this.program, store };
        const { widget: kind, problems } = drawGraph(widget, store, range);
        const dead = queriesOf(widget).flatMap((one) => deadMetrics(one, measured));
        return { kind, problems: [...problems, ...dead] };
      }
      case "log": {
        const text = textOf(query) ?? "";
        const asCurves = view !== undefined && view !== "table";
        const answer = insights.answer({ query: text, range, asCurves });
        return { kind: { kind: "log", query: text, answer }, problems: answer.problems };
      }
      default:
        return { kind: { kind: "aws-only", type: widget.type }, problems: [] };
    }
  }
}

/** What has been measured and written on this machine. */
export interface Recorded {
  readonly store: MetricStore;
  readonly insights: Insights;
}

type Drawn =
  TextWidget | AlarmWidget | LogWidget | AwsOnlyWidget | ReturnType<typeof drawGraph>["widget"];

function queriesOf({ type, properties }: BodyWidget): readonly Query[] {
  if (type !== "metric") return [];
  return distinctQueries(readRows(properties).map(({ query }) => query));
}

/** Pulumi takes the body as text; an object is what the text says. */
function bodyOf(input: unknown): unknown {
  return typeof input === "string" ? parseJson(input) : input;
}
