/** A view as the engine would make it: one widget of each kind, with and without problems. */
import type { AlarmView, LogAnswer, Series, View, Widget } from "../../cloudwatch/dashboard/view";

const MINUTE = 60_000;
const PERIODS = 15;
/** A fixed evening: pictures of the page are the same every time. */
export const NOW = Date.UTC(2026, 0, 31, 18, 0);
const START = NOW - PERIODS * MINUTE;

export const ERRORS_ALARM = "mcp-server-dev-errors";
export const TOOL_ERRORS_ALARM = "mcp-server-dev-tool-errors";

/** One value a minute; null where nothing was measured. */
function series(
  label: string,
  values: readonly (number | null)[],
  more: Partial<Series> = {},
): Series {
  return {
    label,
    stat: "Sum",
    axis: "left",
    points: values.map((value, index) => [START + index * MINUTE, value] as const),
    total: values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
    ...more,
  };
}

const ADD = [3, 8, 5, 12, 9, 14, 11, 7, 16, 13, 18, 12, 9, 15, 10];
const TIME = [1, 2, 4, 3, 6, 2, 5, 4, 7, 3, 6, 8, 4, 5, 6];
const TEXT = [0, 1, 0, 2, 1, 3, 2, 2, 1, 4, 2, 3, 1, 2, 3];
const P50 = [2.1, 2.3, 2.2, 2.6, 2.4, 2.2, 2.8, 2.5, 2.3, 2.7, 2.4, 2.6, 2.5, 2.2, 2.4];

const place = (x: number, y: number, width: number, height: number, title: string) =>
  ({ x, y, width, height, title, problems: [] }) as const;

const graph = {
  kind: "graph",
  view: "timeSeries",
  stacked: false,
  yAxis: {},
  thresholds: [],
  periodSeconds: 60,
} as const;

const INTRODUCTION = `# mcp-server-dev
MCP endpoint: \`http://127.0.0.1:3000/dev/mcp\` (Streamable HTTP, **POST**). <b>Not HTML.</b> See [the specification](https://modelcontextprotocol.io/specification) and [nothing](javascript:alert(1)).`;

/** Text that would do something if it were more than text, and a table. */
export const HOSTILE_MARKDOWN = `<img src=x onerror=alert(1)> <script>alert(1)</script>

<iframe src="https://example.com"></iframe>

![image](https://example.com/image.png) [data](data:text/html,x) [coded](javascript&#58;alert(1))
[mail](mailto:a@example.com) [path](/~/call) <javascript:alert(1)> [quoted](https://example.com/"onclick="alert(1))

| a | b |
| - | - |
| 1 | **2** |`;

export const ANSWER: LogAnswer = {
  columns: ["@timestamp", "tool", "ms", "nothing"],
  rows: [
    [{ at: NOW - MINUTE }, "add", 1234.5, null],
    [{ at: NOW - 2 * MINUTE }, "<b>sub</b>", 0.123456, null],
  ],
  found: 2,
  lines: 340,
  problems: [],
};

export const WIDGETS: readonly Widget[] = [
  { ...place(0, 0, 24, 2, ""), kind: "text", markdown: INTRODUCTION },
  {
    ...place(0, 2, 6, 4, "Calls in this time range"),
    ...graph,
    view: "singleValue",
    series: [series("calls", ADD), series("p99 ms", P50, { stat: "p99", total: 9.4186 })],
  },
  { ...place(6, 2, 9, 4, "Alarms"), kind: "alarms", names: [ERRORS_ALARM, TOOL_ERRORS_ALARM] },
  {
    ...place(15, 2, 9, 4, "Last errors"),
    kind: "log",
    query: "fields @timestamp, tool, ms, nothing\n| filter level = 'ERROR'\n| limit 20",
    answer: ANSWER,
  },
  {
    ...place(0, 6, 8, 7, "Calls by tool"),
    ...graph,
    stacked: true,
    series: [series("add", ADD), series("current-time", TIME), series("text-statistics", TEXT)],
  },
  {
    ...place(8, 6, 8, 7, "Errors"),
    ...graph,
    thresholds: [{ value: 10, label: "alarm: 10 in 5 min", axis: "left" }],
    series: [
      series("tool errors", [0, 0, 1, 0, 0, 2, 0, null, 0, 0, 3, 12, 4, 0, 0]),
      series("crashes", [0, 0, 0, 0, 0, 0, 0, null, 0, 0, 0, 0, 0, 0, 0], { color: "#d62728" }),
    ],
  },
  {
    ...place(16, 6, 8, 7, "Duration"),
    ...graph,
    yAxis: { left: { min: 0 } },
    series: [
      series("p50", P50, { stat: "p50", total: 2.4, unit: "Milliseconds" }),
      series(
        "p99",
        P50.map((value) => value * 3.4),
        { stat: "p99", total: 1209.41863, unit: "Milliseconds" },
      ),
      series("calls", ADD, { axis: "right", color: "#7f8c9b" }),
    ],
  },
  {
    ...place(0, 13, 8, 6, "Concurrent executions"),
    ...graph,
    series: [{ label: "maximum", stat: "Maximum", axis: "left", points: [], total: null }],
    problems: [
      'no metric "ConcurrentExecution" in AWS/Lambda; the nearest is ConcurrentExecutions',
    ],
  },
];

const EMPTY_ALARM: AlarmView = {
  name: ERRORS_ALARM,
  description: "The function crashed, ran out of memory or into its timeout.",
  state: "OK",
  since: NOW - 14 * MINUTE,
  words: "0 failed invocations in 1 minute; none is allowed",
  allowed: "no failed invocations in 1 minute",
  rule: "Errors Sum >= 1 for 1 of 1 periods of 60 s",
  reason: "1 datapoint of 1 is below the threshold of 1: 0 at 17:59.",
  history: [{ at: NOW - 14 * MINUTE, state: "OK" }],
  problems: [],
};

export const ALARMS: readonly AlarmView[] = [
  EMPTY_ALARM,
  {
    ...EMPTY_ALARM,
    name: TOOL_ERRORS_ALARM,
    description: "Tools answered with isError.",
    state: "ALARM",
    since: NOW - 3 * MINUTE,
    words: "19 failed calls in 5 minutes; fewer than 10 are allowed",
    allowed: "fewer than 10 failed calls in 5 minutes",
    rule: "ToolErrors Sum >= 10 for 1 of 1 periods of 300 s",
    reason: "1 datapoint of 1 is at or above the threshold of 10: 19 at 17:55.",
    history: [
      { at: NOW - 3 * MINUTE, state: "ALARM" },
      { at: NOW - 14 * MINUTE, state: "OK" },
    ],
  },
  {
    ...EMPTY_ALARM,
    name: "mcp-server-dev-latency",
    description: "The slowest percent of the calls takes too long.",
    state: "INSUFFICIENT_DATA",
    words: "no values yet",
    allowed: "at most 5 s for requests (p99) in 5 minutes, 3 times in a row",
    rule: "Latency p99 > 5000 for 3 of 3 periods of 300 s",
    reason: "No datapoints.",
    history: [],
    problems: ["the dimension Stage is missing: API Gateway measures by ApiName and Stage"],
  },
];

export const VIEW: View = {
  title: "mcp-server-dev",
  start: START,
  end: NOW,
  widgets: WIDGETS,
  alarms: ALARMS,
  savedQueries: [
    { name: "mcp-server-dev/Last errors", query: "fields tool", logGroups: ["/aws/lambda/d"] },
    {
      name: "mcp-server-dev/One tool",
      query: 'fields ms\n| filter tool = "TOOL"',
      logGroups: ["/aws/lambda/d"],
    },
  ],
  problems: ["a metric blob has 31 dimensions, and CloudWatch takes at most 30"],
};

/** Before the first call. */
export const EMPTY_VIEW: View = {
  ...VIEW,
  problems: [],
  alarms: [EMPTY_ALARM],
  widgets: WIDGETS.map((widget) =>
    widget.kind === "log"
      ? { ...widget, answer: { ...widget.answer, rows: [], found: 0, lines: 0 } }
      : widget.kind !== "graph"
        ? widget
        : {
            ...widget,
            problems: [],
            series: widget.series.map((one) => ({ ...one, points: [], total: null })),
          },
  ),
};
