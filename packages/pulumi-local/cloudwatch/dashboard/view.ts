/**
 * Local dashboard view model: the declared dashboard and alarms, with what was measured here. Plain
 * data, sent as JSON. Times are milliseconds since 1970.
 */

export interface View {
  /** Name of the dashboard. */
  readonly title: string;
  /** The time range that is shown; `end` is now. */
  readonly start: number;
  readonly end: number;
  readonly widgets: readonly Widget[];
  readonly alarms: readonly AlarmView[];
  /** Queries of logs that the program saves, to be run. */
  readonly savedQueries: readonly SavedQuery[];
  /** What is wrong beside single widgets and alarms: metric blobs that CloudWatch would not take. */
  readonly problems: readonly string[];
}

/** Place and size in CloudWatch's grid of 24 columns. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** Why CloudWatch would show nothing, or not all; empty when all is well. */
  readonly problems: readonly string[];
}

export type Widget = Placed & (GraphWidget | TextWidget | AlarmWidget | LogWidget | AwsOnlyWidget);

export interface GraphWidget {
  readonly kind: "graph";
  readonly view: "timeSeries" | "singleValue";
  readonly stacked: boolean;
  readonly yAxis: { readonly left?: AxisRange; readonly right?: AxisRange };
  /** Horizontal lines. */
  readonly thresholds: readonly Threshold[];
  readonly series: readonly Series[];
  /** Length of a period, for which a point stands, in seconds. */
  readonly periodSeconds: number;
}

export interface AxisRange {
  readonly min?: number;
  readonly max?: number;
  readonly label?: string;
}

export interface Threshold {
  readonly value: number;
  readonly label: string;
  readonly color?: string;
  readonly axis: "left" | "right";
}

export interface Series {
  readonly label: string;
  /** As in the body: "Sum", "Average", "p99" and the like; "" for an expression. */
  readonly stat: string;
  readonly color?: string;
  readonly axis: "left" | "right";
  /** A unit of CloudWatch's; left out where it is not known. */
  readonly unit?: string;
  /** Start of each period and its value, in order; null where there is none. */
  readonly points: readonly (readonly [time: number, value: number | null])[];
  /**
   * One number for the entire range: the statistic over all of it (a sum, an average, a percentile);
   * of an expression its last value. Null without any data.
   */
  readonly total: number | null;
}

export interface TextWidget {
  readonly kind: "text";
  readonly markdown: string;
}

export interface AlarmWidget {
  readonly kind: "alarms";
  /** Names of alarms in `View.alarms`. */
  readonly names: readonly string[];
}

/** A query of Logs Insights, answered from the log of this machine. */
export interface LogWidget {
  readonly kind: "log";
  readonly query: string;
  readonly answer: LogAnswer;
}

export interface LogAnswer {
  readonly columns: readonly string[];
  /** A value for each column; 1,000 rows at most. */
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows there are. */
  readonly found: number;
  /** How many lines have been looked at. */
  readonly lines: number;
  /** Where lines over time are wanted, and the query goes by time. */
  readonly curves?: Pick<GraphWidget, "series" | "periodSeconds">;
  /** What of the query is not known here, or would be nowhere; empty when all is well. */
  readonly problems: readonly string[];
}

/** Null where a line has no such field; a time in milliseconds since 1970. */
export type Cell = string | number | null | { readonly at: number };

export interface SavedQuery {
  readonly name: string;
  readonly query: string;
  readonly logGroups: readonly string[];
}

/** A widget of a kind that only AWS can fill. */
export interface AwsOnlyWidget {
  readonly kind: "aws-only";
  /** As in the body: "explorer", "custom". */
  readonly type: string;
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface AlarmView {
  readonly name: string;
  readonly description: string;
  readonly state: AlarmState;
  /** When it came into this state. */
  readonly since: number;
  /** In people's words: "12 failed calls in 5 minutes; fewer than 10 are allowed". */
  readonly words: string;
  /** What is allowed, alone: "fewer than 10 failed calls in 5 minutes". */
  readonly allowed: string;
  /** The rule in CloudWatch's words: "ToolErrors Sum >= 10 for 1 of 1 periods of 300 s". */
  readonly rule: string;
  /** Why it is in this state, in words, with the values that decided. */
  readonly reason: string;
  /** Earlier changes, the newest first, max 20. */
  readonly history: readonly { readonly at: number; readonly state: AlarmState }[];
  /** As in `Placed`. */
  readonly problems: readonly string[];
}
