/** What each type of widget may have. */
import { isAwsOnlyStatistic, parseStatistic } from "./statistics";
import {
  anything,
  boolean,
  filledText,
  integer,
  list,
  matching,
  must,
  number,
  object,
  oneOf,
  type Rule,
  text,
} from "./structure-rules";

const period = must(
  "1, 5, 10, 20, 30 or a multiple of 60, of a day at most",
  (value) =>
    [1, 5, 10, 20, 30].includes(value as number) ||
    (Number.isInteger(value) &&
      Number(value) >= 60 &&
      Number(value) % 60 === 0 &&
      Number(value) <= 86_400),
);
const statistic = must(
  "a statistic: Sum, Average, Minimum, Maximum, SampleCount, p99 and the like",
  (value) =>
    typeof value === "string" && (parseStatistic(value) !== undefined || isAwsOnlyStatistic(value)),
);
const side = oneOf("left", "right");
const color = matching("a colour such as #d62728", /^#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?$/);
const arn = matching("the ARN of an alarm", /^arn:aws[\w-]*:cloudwatch:[\w-]*:\d{12}:alarm:.+$/);
const region = filledText;

const shown = { period, color, label: text, visible: boolean, yAxis: side };
const where = { accountId: text, region: text, id: text };
/** The object that may end a row of metrics. */
export const metricOptions = object({ ...shown, ...where, stat: statistic });
/** The object that is a row of metrics. */
export const expressionOptions = object(
  { ...shown, ...where, expression: filledText, stat: statistic },
  ["expression"],
);

const line = { color, label: text, visible: boolean };
const horizontalLine = object(
  { ...line, value: number, fill: oneOf("above", "below", "none"), yAxis: side },
  ["value"],
);
const time = must(
  "a time in ISO 8601",
  (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
);
const verticalLine = object({ ...line, value: time, fill: oneOf("before", "after", "none") }, [
  "value",
]);
const annotations = object({
  alarms: list(arn, 1, 1),
  horizontal: list(orBand(horizontalLine)),
  vertical: list(orBand(verticalLine)),
});

const axis = object({ min: number, max: number, label: text, showUnits: boolean });

const metric = object(
  {
    accountId: text,
    annotations,
    end: text,
    legend: object({ position: oneOf("bottom", "right", "hidden") }),
    liveData: boolean,
    // Their rows have rules of their own: metric-rows.ts
    metrics: anything,
    period,
    region,
    setPeriodToTimeRange: boolean,
    singleValueFullPrecision: boolean,
    sparkline: boolean,
    stacked: boolean,
    start: text,
    stat: statistic,
    table: anything,
    timezone: text,
    title: text,
    trend: boolean,
    view: oneOf("timeSeries", "singleValue", "gauge", "bar", "pie", "table"),
    yAxis: object({ left: axis, right: axis }),
  },
  ["region"],
);

const log = object(
  {
    accountId: text,
    query: matching("a query that begins with SOURCE", /^\s*SOURCE\s/),
    queryLanguage: text,
    region,
    stacked: boolean,
    title: text,
    view: oneOf("table", "timeSeries", "bar", "pie"),
  },
  ["query", "region"],
);

/** Rules for the properties of each type of widget. */
export const WIDGET_PROPERTIES: Readonly<Record<string, Rule>> = {
  metric,
  log,
  // awsx gives no title to text; CloudWatch has none either.
  text: object({ markdown: filledText, background: oneOf("transparent", "solid") }, ["markdown"]),
  alarm: object(
    {
      alarms: list(arn, 1, 100),
      sortBy: oneOf("default", "stateUpdatedTimestamp", "timestamp"),
      states: list(oneOf("ALARM", "INSUFFICIENT_DATA", "OK")),
      title: text,
    },
    ["alarms"],
  ),
  explorer: object({
    aggregateBy: anything,
    labels: anything,
    metrics: anything,
    period,
    region,
    splitBy: text,
    title: text,
    widgetOptions: anything,
  }),
  custom: object({ endpoint: filledText, params: anything, title: text, updateOn: anything }, [
    "endpoint",
  ]),
};

/** A line, or a pair of lines with the band between them. */
function orBand(rule: Rule): Rule {
  const band = list(rule, 2, 2);
  return (value, path) => (Array.isArray(value) ? band(value, path) : rule(value, path));
}

/** Where a widget stands, what it is. */
export const widgetRule = object(
  {
    type: oneOf(...Object.keys(WIDGET_PROPERTIES)),
    x: integer(0, 23),
    y: integer(0),
    width: integer(1, 24),
    height: integer(1, 1000),
    properties: anything,
  },
  ["type", "properties"],
);
