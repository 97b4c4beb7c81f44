/** What people read of an alarm: what was measured, and what is allowed. */
import { expect } from "chai";
import { readAlarm } from "../../cloudwatch/alarms/alarm-definition";
import { allowedText, wordsOf } from "../../cloudwatch/alarms/alarm-words";
import { alarm } from "./declared-cloudwatch";

const OF_TOOLS = { namespace: "McpServer", metricName: "ToolErrors", period: 300, threshold: 10 };
const OF_API = { namespace: "AWS/ApiGateway", period: 300 };
const OVER = { comparisonOperator: "GreaterThanThreshold" };

type Inputs = Readonly<Record<string, unknown>>;

const CASES: readonly (readonly [inputs: Inputs, value: number, words: string, allowed: string])[] =
  [
    [
      OF_TOOLS,
      12,
      "12 failed calls in 5 minutes; fewer than 10 are allowed",
      "fewer than 10 failed calls in 5 minutes",
    ],
    [
      { namespace: "AWS/Lambda", metricName: "Errors" },
      1,
      "1 failed invocation in 1 minute; none is allowed",
      "no failed invocations in 1 minute",
    ],
    [
      { ...OF_API, ...OVER, metricName: "Count", threshold: 4800, evaluationPeriods: 3 },
      5120,
      "5,120 requests in 5 minutes, 3 times in a row; at most 4,800 are allowed",
      "at most 4,800 requests in 5 minutes, 3 times in a row",
    ],
    [
      { ...OF_API, ...OVER, metricName: "Count", evaluationPeriods: 3, datapointsToAlarm: 2 },
      2,
      "2 requests in 5 minutes, 2 of 3 times; at most 1 is allowed",
      "at most 1 request in 5 minutes, 2 of 3 times",
    ],
    [
      { ...OF_API, metricName: "5XXError", statistic: "Average", threshold: 0.05 },
      0.0812,
      "8.12 % of the requests were answered with 5xx in 5 minutes; less than 5 % is allowed",
      "less than 5 % of the requests were answered with 5xx in 5 minutes",
    ],
    [
      {
        ...OF_API,
        ...OVER,
        metricName: "Latency",
        statistic: undefined,
        extendedStatistic: "p99",
        threshold: 5000,
      },
      6234,
      "1 % of the requests took 6.23 s or more in 5 minutes; at most 5 s are allowed",
      "at most 5 s for requests (p99) in 5 minutes",
    ],
    [
      {
        namespace: "AWS/Lambda",
        ...OVER,
        metricName: "Duration",
        statistic: "Maximum",
        threshold: 7200,
      },
      7900,
      "the longest invocation took 7.9 s in 1 minute; at most 7.2 s are allowed",
      "at most 7.2 s for invocations (maximum) in 1 minute",
    ],
    [
      { namespace: "Own", metricName: "QueueDepthMax", statistic: "Maximum", threshold: 3 },
      4.5678,
      "queue depth max: 4.57 (maximum) in 1 minute; fewer than 3 are allowed",
      "fewer than 3 for queue depth max (maximum) in 1 minute",
    ],
    [
      {
        namespace: "Own",
        metricName: "Beats",
        comparisonOperator: "LessThanThreshold",
        threshold: 5,
      },
      2,
      "2 beats in 1 minute; at least 5 are wanted",
      "at least 5 beats in 1 minute",
    ],
  ];

describe("the words of an alarm", () => {
  for (const [inputs, value, words, allowed] of CASES) {
    it(`say: ${words}`, () => {
      const definition = readAlarm(alarm(inputs));

      expect(wordsOf(definition, value)).to.equal(words);
      expect(allowedText(definition)).to.equal(allowed);
    });
  }

  it("take what is calculated by its label", () => {
    const metricQueries = [
      { id: "a", metric: { namespace: "N", metricName: "M", period: 300, stat: "Sum" } },
      { id: "rate", expression: "100 * a", label: "Failed tool calls (%)", returnData: true },
    ];
    const definition = readAlarm(alarm({ metricQueries, threshold: 20 }));

    expect(wordsOf(definition, 37.5)).to.equal(
      "failed tool calls: 37.5 % in 5 minutes; less than 20 % is allowed",
    );
    expect(wordsOf(definition, null)).to.equal(undefined);
  });
});
