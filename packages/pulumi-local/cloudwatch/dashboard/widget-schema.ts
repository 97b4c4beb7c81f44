/**
 * CloudWatch dashboard widget schemas, by type. Refuses what CloudWatch does not document: that is
 * a misspelt property.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import * as z from "zod";
import {
  across,
  closedObject,
  either,
  filledText,
  integer,
  type Report,
  textThat,
} from "../schema-issues";
import { isRecord, recordOf, textOf } from "../untyped-json";
import { metricRows } from "./metric-rows-schema";
import { alarmArn, color, period, side, statistic } from "./property-schemas";

const COLUMNS = 24;
const DEFAULT_WIDTH = 6;

const text = z.string();
const boolean = z.boolean();
const anything = z.unknown();

const line = { color, label: text, visible: boolean };
const horizontalLine = closedObject(
  { value: z.number() },
  { ...line, fill: z.enum(["above", "below", "none"]), yAxis: side },
);
const verticalLine = closedObject(
  { value: textThat("a time in ISO 8601", (time) => !Number.isNaN(Date.parse(time))) },
  { ...line, fill: z.enum(["before", "after", "none"]) },
);
const annotations = closedObject(
  {},
  {
    alarms: z.array(alarmArn).min(1).max(1),
    horizontal: z.array(lineOrBand(horizontalLine)),
    vertical: z.array(lineOrBand(verticalLine)),
  },
);
const axis = closedObject(
  {},
  { min: z.number(), max: z.number(), label: text, showUnits: boolean },
);

const metric = closedObject(
  { region: filledText },
  {
    accountId: text,
    annotations,
    end: text,
    legend: closedObject({}, { position: z.enum(["bottom", "right", "hidden"]) }),
    liveData: boolean,
    metrics: metricRows,
    period,
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
    view: z.enum(["timeSeries", "singleValue", "gauge", "bar", "pie", "table"]),
    yAxis: closedObject({}, { left: axis, right: axis }),
  },
);
const log = closedObject(
  {
    query: textThat("a query that begins with SOURCE", (query) => /^\s*SOURCE\s/.test(query)),
    region: filledText,
  },
  {
    accountId: text,
    queryLanguage: text,
    stacked: boolean,
    title: text,
    view: z.enum(["table", "timeSeries", "bar", "pie"]),
  },
);
const alarm = closedObject(
  { alarms: z.array(alarmArn).min(1).max(100) },
  {
    sortBy: z.enum(["default", "stateUpdatedTimestamp", "timestamp"]),
    states: z.array(z.enum(["ALARM", "INSUFFICIENT_DATA", "OK"])),
    title: text,
  },
);
const explorer = closedObject(
  {},
  {
    aggregateBy: anything,
    labels: anything,
    metrics: anything,
    period,
    region: filledText,
    splitBy: text,
    title: text,
    widgetOptions: anything,
  },
);

const WIDGETS = new Map<string, z.ZodType>(
  Object.entries({
    metric: across(metric, checkMetrics),
    log,
    // awsx gives no title to text; CloudWatch has none either.
    text: closedObject({ markdown: filledText }, { background: z.enum(["transparent", "solid"]) }),
    alarm,
    explorer,
    custom: closedObject(
      { endpoint: filledText },
      { params: anything, title: text, updateOn: anything },
    ),
  }).map(([type, properties]) => [type, placed({ type: z.literal(type), properties })]),
);
const unknownWidget = placed({ type: z.enum([...WIDGETS.keys()]), properties: anything });

/** Not z.discriminatedUnion: the place of a widget of unknown type is checked too. */
export const widget = across(
  either((value) => WIDGETS.get(textOf(recordOf(value)["type"]) ?? "") ?? unknownWidget),
  (value, report) => {
    const { x = 0, width = DEFAULT_WIDTH } = recordOf(value);
    if (Number(x) + Number(width) > COLUMNS) {
      report([], `x + width is more than ${COLUMNS}: move it or make it narrower`);
    }
  },
);

function placed(members: z.core.$ZodLooseShape): z.ZodType {
  const [width, height] = [integer(1, COLUMNS), integer(1, 1000)];
  return closedObject(members, { x: integer(0, COLUMNS - 1), y: integer(0), width, height });
}

/** A line, or a pair of lines with the band between them. */
function lineOrBand(single: z.ZodType): z.ZodType {
  const band = z.array(single).min(2).max(2);
  return either((value) => (Array.isArray(value) ? band : single));
}

function checkMetrics(properties: unknown, report: Report): void {
  if (!isRecord(properties)) return;
  const { metrics, annotations: marks, view, yAxis } = properties;
  if (metrics === undefined && recordOf(marks)["alarms"] === undefined) {
    report(["metrics"], "is required: add a metric, or an alarm to annotations");
  }
  const { min, max } = recordOf(recordOf(yAxis)["left"]);
  if (view === "gauge" && (min === undefined || max === undefined)) {
    report(["yAxis", "left"], "must have min and max, which a gauge needs: add them");
  }
}
