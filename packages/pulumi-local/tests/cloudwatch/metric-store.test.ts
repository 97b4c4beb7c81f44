import { expect } from "chai";
import { gridOver, MetricStore, RETENTION_MINUTES } from "../../cloudwatch/metrics/metric-store";
import { parseStatistic, type Statistic } from "../../cloudwatch/metrics/statistics";
import { clockAt, MINUTE, NOON } from "./declared-cloudwatch";

const calls = { namespace: "Test", name: "Calls", dimensions: { service: "a" } };

function statistic(text: string): Statistic {
  const parsed = parseStatistic(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

describe("MetricStore", () => {
  const minute = gridOver(NOON, NOON + MINUTE, 60);

  function storeOf(...values: readonly number[]): MetricStore {
    const store = new MetricStore(clockAt(NOON).now);
    store.add({ ...calls, time: NOON, values, unit: "Count" });
    return store;
  }

  it("evaluates each simple statistic exactly", () => {
    const store = storeOf(3, 1, 8);
    const total = (text: string): number | null => store.total(calls, statistic(text), minute);
    expect(total("Sum")).to.equal(12);
    expect(total("Average")).to.equal(4);
    expect(total("Minimum")).to.equal(1);
    expect(total("Maximum")).to.equal(8);
    expect(total("SampleCount")).to.equal(3);
  });

  it("evaluates percentiles to 1 %, below and above zero", () => {
    const values = Array.from({ length: 2001 }, (_, index) => (index - 1000) ** 3 / 1000);
    const store = storeOf(...values);
    for (const percent of [0.5, 10, 50, 90, 99, 99.9]) {
      const exact = values[Math.ceil((percent / 100) * values.length) - 1] ?? NaN;
      const evaluated = store.total(calls, statistic(`p${percent}`), minute) ?? NaN;
      expect(evaluated, `p${percent}`).to.be.closeTo(exact, Math.abs(exact) * 0.01);
    }
  });

  it("takes the greatest value as p100 and a single value as every percentile", () => {
    expect(storeOf(1, 7.77).total(calls, statistic("p100"), minute)).to.equal(7.77);
    expect(storeOf(12.34).total(calls, statistic("p50"), minute)).to.equal(12.34);
    expect(storeOf(12.34, 12.34).total(calls, statistic("p50"), minute)).to.equal(12.34);
  });

  it("knows no percentile above 100 and no statistic of another name", () => {
    expect(["p101", "p-1", "p", "sum", "tm90"].map(parseStatistic)).to.deep.equal(
      Array.from({ length: 5 }, () => undefined),
    );
  });

  it("has a value for each period with data and null for the others", () => {
    const store = storeOf(1);
    store.add({ ...calls, time: NOON + 15_000, values: [2], unit: "Count" });
    store.add({ ...calls, time: NOON + 39_999, values: [4], unit: "Count" });
    const points = store.points(calls, statistic("Sum"), gridOver(NOON, NOON + 50_000, 20));
    expect(points).to.deep.equal([3, 4, null]);
  });

  it("begins with the period of the clock's grid that the start is in", () => {
    expect(gridOver(NOON + 59_000, NOON + 70_000, 60).start).to.equal(NOON);
  });

  it("shows nothing to a query with another unit", () => {
    const store = storeOf(1);
    const sum = statistic("Sum");
    expect(store.total({ ...calls, unit: "Count" }, sum, minute)).to.equal(1);
    expect(store.total({ ...calls, unit: "Milliseconds" }, sum, minute)).to.equal(null);
  });

  it("tells metrics apart by their exact dimensions, in any order", () => {
    const store = new MetricStore(clockAt(NOON).now);
    const both = { ...calls, dimensions: { service: "a", tool: "t" } };
    store.add({ ...both, time: NOON, values: [5], unit: "Count" });
    const reversed = { ...calls, dimensions: { tool: "t", service: "a" } };
    expect(store.total(reversed, statistic("Sum"), minute)).to.equal(5);
    expect(store.total(calls, statistic("Sum"), minute)).to.equal(null);
  });

  it("forgets values after three hours, and keeps that there was the metric", () => {
    const clock = clockAt(NOON);
    const store = new MetricStore(clock.now);
    store.add({ ...calls, time: NOON, values: [1], unit: "Count" });
    clock.time += RETENTION_MINUTES * MINUTE + 10_000;
    store.add({ ...calls, time: clock.time, values: [2], unit: "Count" });
    store.add({ ...calls, time: NOON, values: [4], unit: "Count" });
    const grid = gridOver(NOON, clock.time + 1, 60);
    expect(store.total(calls, statistic("Sum"), grid)).to.equal(2);
    expect(store.units(calls)).to.deep.equal(["Count"]);
  });
});
