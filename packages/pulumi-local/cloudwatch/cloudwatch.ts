/**
 * Local CloudWatch: takes what a declared program's function and API measure and write,
 * and shows the declared dashboard and alarms with it.
 */
import type { DeclaredProgram } from "../program/declared";
import type { InvocationFacts, PlatformRecord } from "../lambda/platform-record";
import { Alarms } from "./alarms/alarms";
import { Dashboard } from "./dashboard/dashboard";
import type { TimeRange } from "./dashboard/graph";
import { deadMetrics, type Measured, unseenMetrics } from "./dashboard/dead-metrics";
import { distinctQueries } from "./expressions/query";
import { type AskedQuery, Insights, type LogLine } from "./insights/insights";
import { knownGroups, savedQueries } from "./insights/log-groups";
import { readEmbeddedMetrics } from "./metrics/embedded-metrics";
import type { Datapoint } from "./metrics/metric";
import { MAX_METRICS, MetricStore } from "./metrics/metric-store";
import {
  type ApiRequest,
  invocationMetrics,
  requestMetrics,
  throttleMetrics,
} from "./metrics/platform-metrics";
import type { LogAnswer, View } from "./dashboard/view";

export interface LocalCloudWatch {
  /** Shows this program from now on; what has been measured is kept. */
  readonly deploy: (program: DeclaredProgram) => void;
  /** A line that a function wrote: for queries, and metrics when it is in the embedded metric format. */
  readonly onLine: (line: string, functionName: string) => void;
  /** What Lambda reports of an invocation. */
  readonly onReport: (record: PlatformRecord, invocation: InvocationFacts) => void;
  /** A function's event that was never invoked, since concurrency is used up. */
  readonly onThrottle: (functionName: string) => void;
  readonly onRequest: (request: ApiRequest) => void;
  /** @param minutes length of the time range that ends now. */
  readonly view: (minutes: number) => View;
  /** Answers a query of Logs Insights from the time range that ends now. */
  readonly query: (asked: Omit<AskedQuery, "range">, minutes: number) => LogAnswer;
  /** Names of the log groups of the program's functions. */
  readonly logGroups: () => readonly string[];
  /** Lines of all functions since then (milliseconds since 1970), in the order in which they came. */
  readonly lines: (since: number) => readonly LogLine[];
  /**
   * Metrics of widgets and alarms that have had no data, in words: for a test that has run
   * everything, a list of what is misspelt.
   */
  readonly unseen: () => readonly string[];
}

const NOTHING: DeclaredProgram = { resources: [], outputs: {} };
/** Different breaches of the embedded metric format that are kept to be shown. */
const MAX_PROBLEMS = 20;

/** @param options.now the clock, in milliseconds since 1970. */
export function createLocalCloudWatch({
  now = Date.now,
}: { readonly now?: () => number } = {}): LocalCloudWatch {
  const store = new MetricStore(now);
  const alarms = new Alarms(store, now);
  const insights = new Insights(now);
  const lineProblems = new Set<string>();
  let program = NOTHING;
  let dashboard = new Dashboard(program, []);

  const rangeOf = (minutes: number): TimeRange => {
    const end = now();
    return { start: end - minutes * 60_000, end };
  };
  const measured = (): Measured => ({ program, store });
  const add = (datapoints: readonly Datapoint[]): void => {
    for (const datapoint of datapoints) store.add(datapoint);
    if (datapoints.length > 0) alarms.onData();
  };

  return {
    deploy: (next) => {
      program = next;
      insights.deploy(next);
      alarms.deploy(next);
      const names = alarms.definitions.map(({ name }) => name);
      dashboard = new Dashboard(next, names);
    },
    onLine: (line, functionName) => {
      insights.onLine(line, functionName);
      const read = readEmbeddedMetrics(line, now);
      if (read === undefined) return;
      for (const text of read.problems) {
        if (lineProblems.size < MAX_PROBLEMS) lineProblems.add(`metrics in the log: ${text}`);
      }
      add(read.datapoints);
    },
    onReport: (record, invocation) => {
      insights.onReport(record, invocation);
      add(invocationMetrics(record, invocation, { program, now: now() }));
    },
    onThrottle: (functionName) => {
      add(throttleMetrics(functionName, { program, now: now() }));
    },
    onRequest: (request) => {
      add(requestMetrics(request));
    },
    view: (minutes) => {
      alarms.evaluate();
      const range = rangeOf(minutes);
      const full = store.isFull
        ? [`there are more than ${MAX_METRICS} metrics: a dimension has values that callers choose`]
        : [];
      return {
        title: dashboard.title,
        ...range,
        widgets: dashboard.draw({ store, insights }, range),
        savedQueries: savedQueries(program),
        alarms: alarms.views(({ queries }) =>
          distinctQueries(queries).flatMap((query) => deadMetrics(query, measured())),
        ),
        problems: [...dashboard.problems, ...lineProblems, ...full],
      };
    },
    query: (asked, minutes) => insights.answer({ ...asked, range: rangeOf(minutes) }),
    logGroups: () => knownGroups(program),
    lines: (since) => insights.lines(since),
    unseen: () => [
      ...dashboard.unseen(store),
      ...alarms.definitions.flatMap(({ name, queries }) =>
        distinctQueries(queries)
          .flatMap((query) => unseenMetrics(query, measured()))
          .map((text) => `alarm ${name}: ${text}`),
      ),
    ],
  };
}
