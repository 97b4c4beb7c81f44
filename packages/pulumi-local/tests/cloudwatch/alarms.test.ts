import { expect } from "chai";
import { createLocalCloudWatch, type LocalCloudWatch } from "../../cloudwatch/cloudwatch";
import type { AlarmView } from "../../cloudwatch/dashboard/view";
import { alarm, type Clock, clockAt, embedded, MINUTE, NOON, program } from "./declared-cloudwatch";

type Inputs = Readonly<Record<string, unknown>>;

describe("a declared alarm", () => {
  let clock: Clock;
  let cloudWatch: LocalCloudWatch;

  beforeEach(() => {
    clock = clockAt(NOON);
    cloudWatch = createLocalCloudWatch(clock);
  });

  function deploy(...inputs: readonly Inputs[]): void {
    cloudWatch.deploy(program(...inputs.map(alarm)));
  }

  function measure(metrics: Readonly<Record<string, number>>, unit = "Count"): void {
    cloudWatch.onLine(embedded({ time: clock.time, metrics, unit }), "fn");
  }

  function look(): AlarmView {
    const [view] = cloudWatch.view(15).alarms;
    if (view === undefined) throw new Error("no alarm");
    return view;
  }

  it("says what it watches, and why it is in its state", () => {
    deploy({ alarmDescription: "Look here.", threshold: 2, treatMissingData: "notBreaching" });
    measure({ Errors: 3 });
    expect(look()).to.deep.equal({
      name: "alarm",
      description: "Look here.",
      state: "ALARM",
      since: NOON,
      words: "3 errors in 1 minute; fewer than 2 are allowed",
      allowed: "fewer than 2 errors in 1 minute",
      rule: "Errors Sum >= 2 for 1 of 1 periods of 60 s",
      reason: "1 of the last 1 periods is >= 2: 3 at 12:00:00 UTC.",
      history: [{ at: NOON, state: "INSUFFICIENT_DATA" }],
      problems: [],
    });
  });

  for (const [mode, expected] of Object.entries({
    missing: "INSUFFICIENT_DATA",
    ignore: "INSUFFICIENT_DATA",
    breaching: "ALARM",
    notBreaching: "OK",
  })) {
    it(`is ${expected} without any data when missing data are treated as ${mode}`, () => {
      deploy({ treatMissingData: mode });
      expect(look().state).to.equal(expected);
    });
  }

  it("keeps its state without data when missing data are ignored", () => {
    deploy({ treatMissingData: "ignore" });
    measure({ Errors: 1 });
    clock.time += 30 * MINUTE;
    expect(look()).to.include({ state: "ALARM", since: NOON });
  });

  it("does not take the current period as missing", () => {
    deploy({ treatMissingData: "breaching", evaluationPeriods: 3 });
    for (let minute = 0; minute < 5; minute += 1) {
      measure({ Errors: 0 });
      clock.time += MINUTE;
    }
    expect(look().state).to.equal("OK");
  });

  it("remembers a breach that came and went while nobody looked", () => {
    deploy({ treatMissingData: "notBreaching" });
    expect(look().state).to.equal("OK");
    clock.time += 10_000;
    measure({ Errors: 0 });
    // Within the second in which the arrival of data has been evaluated.
    measure({ Errors: 5 });
    clock.time += 60 * MINUTE;
    const { state, since, history } = look();
    expect(state).to.equal("OK");
    expect(history).to.deep.equal([
      { at: NOON + MINUTE, state: "ALARM" },
      { at: NOON, state: "OK" },
      { at: NOON, state: "INSUFFICIENT_DATA" },
    ]);
    // After the three periods of its range.
    expect(since).to.equal(NOON + 4 * MINUTE);
  });

  it("is not in ALARM before the data came", () => {
    deploy({});
    clock.time += MINUTE + 5_000;
    measure({ Errors: 1 });
    expect(look().since).to.equal(NOON + MINUTE + 5_000);
  });

  it("goes into ALARM when the data arrive", () => {
    deploy({});
    clock.time += 20_000;
    measure({ Errors: 1 });
    clock.time += 5_000;
    expect(look()).to.include({ state: "ALARM", since: NOON + 20_000 });
  });

  it("keeps 20 changes at most, the newest first", () => {
    deploy({});
    for (let minute = 0; minute < 60; minute += 1) {
      measure({ Errors: minute % 2 });
      clock.time += MINUTE;
    }
    const { history } = look();
    expect(history).to.have.length(20);
    expect(history[0]?.at).to.be.greaterThan(history[19]?.at ?? Infinity);
  });

  it("keeps state and history when the program is declared anew", () => {
    deploy({});
    measure({ Errors: 1 });
    clock.time += MINUTE;
    deploy({ threshold: 1 }, { name: "other" });
    expect(cloudWatch.view(15).alarms.map(({ since }) => since)).to.deep.equal([
      NOON,
      NOON + MINUTE,
    ]);
  });

  it("is evaluated by its rule of the time before it is declared anew", () => {
    deploy({ threshold: 1, treatMissingData: "notBreaching" });
    clock.time += 10_500;
    measure({ Errors: 0 });
    measure({ Errors: 1 });
    clock.time += MINUTE;
    deploy({ threshold: 100, treatMissingData: "notBreaching" });
    expect(look().history.map(({ state }) => state)).to.include("ALARM");
  });

  it("needs its datapoints within the evaluation periods", () => {
    deploy({ evaluationPeriods: 3, datapointsToAlarm: 2 });
    for (const errors of [0, 1, 0]) {
      measure({ Errors: errors });
      clock.time += MINUTE;
    }
    expect(look().state).to.equal("OK");
    measure({ Errors: 1 });
    clock.time += MINUTE;
    expect(look()).to.include({
      state: "ALARM",
      rule: "Errors Sum >= 1 for 2 of 3 periods of 60 s",
    });
  });

  it("never has data with a unit other than the metric's, and says so", () => {
    deploy({ unit: "Milliseconds", treatMissingData: "notBreaching" });
    measure({ Errors: 5 });
    const { state, problems } = look();
    expect(state).to.equal("OK");
    expect(problems).to.deep.equal([
      "Errors comes in Count: with unit Milliseconds it never has data",
    ]);
  });

  it("watches a percentile", () => {
    deploy({ statistic: undefined, extendedStatistic: "p90", metricName: "Time", threshold: 100 });
    for (let index = 0; index < 10; index += 1) measure({ Time: index < 9 ? 5 : 500 });
    clock.time += 1_000;
    measure({ Time: 500 });
    expect(look().state).to.equal("ALARM");
  });

  it("does not judge a percentile of few values when told to ignore them", () => {
    const inputs = { statistic: undefined, extendedStatistic: "p90", metricName: "Time" };
    deploy({ ...inputs, evaluateLowSampleCountPercentiles: "ignore" });
    measure({ Time: 500 });
    expect(look()).to.include({ state: "INSUFFICIENT_DATA" });
    for (let index = 0; index < 100; index += 1) measure({ Time: 500 });
    expect(look()).to.include({ state: "ALARM" });
  });

  const queried = (metricName: string, id: string): Inputs => ({
    id,
    metric: { metricName, namespace: "Test", period: 60, stat: "Sum" },
  });
  const simple = {
    ...{ metricName: undefined, namespace: undefined, statistic: undefined, period: undefined },
  };

  it("watches the expression that returns data", () => {
    const expression = "IF(calls > 9, 100 * errors / calls)";
    deploy({
      ...simple,
      threshold: 50,
      metricQueries: [
        { id: "rate", expression, label: "Rate", returnData: true },
        queried("Errors", "errors"),
        queried("Calls", "calls"),
      ],
    });
    measure({ Errors: 2, Calls: 2 });
    expect(look().state).to.equal("INSUFFICIENT_DATA");
    clock.time += MINUTE;
    measure({ Errors: 6, Calls: 10 });
    expect(look()).to.include({
      state: "ALARM",
      rule: "Rate >= 50 for 1 of 1 periods of 60 s",
      reason: "1 of the last 1 periods is >= 50: 60 at 12:01:00 UTC.",
    });
  });

  const broken: Readonly<Record<string, readonly [inputs: Inputs, problem: RegExp]>> = {
    "that searches": [
      {
        ...simple,
        metricQueries: [
          { id: "e", expression: "SUM(SEARCH('{Test} Errors', 'Sum'))", returnData: true },
          queried("Errors", "errors"),
        ],
      },
      /SEARCH, which alarms do not allow/,
    ],
    "that returns nothing": [
      { ...simple, metricQueries: [queried("Errors", "errors")] },
      /exactly one of metricQueries must have returnData/,
    ],
    "with an unknown operator": [{ comparisonOperator: "Greater" }, /comparisonOperator Greater/],
    "with an unknown mode": [{ treatMissingData: "ok" }, /treatMissingData/],
    "with an impossible period": [{ period: 45 }, /period must be .* not 45/],
    "on ten seconds of a metric that AWS vends": [
      { namespace: "AWS/Lambda", dimensions: { FunctionName: "fn" }, period: 10 },
      /period 10 is too short: AWS vends one value a minute/,
    ],
    "that looks back more than a day": [
      { period: 300, evaluationPeriods: 289 },
      /its periods are 86700 s together; the maximum is 86400/,
    ],
    "without a threshold": [{ threshold: undefined }, /threshold must be a number/],
    "that needs more datapoints than periods": [
      { datapointsToAlarm: 2 },
      /datapointsToAlarm 2 is more than evaluationPeriods 1/,
    ],
    "without a statistic": [{ statistic: undefined }, /statistic/],
  };
  for (const [what, [inputs, problem]] of Object.entries(broken)) {
    it(`${what} has a problem and no state`, () => {
      deploy(inputs);
      measure({ Errors: 5 });
      expect(look().state).to.equal("INSUFFICIENT_DATA");
      expect(look().problems.join("\n")).to.match(problem);
    });
  }
});
