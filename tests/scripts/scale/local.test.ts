/** The simulated `npm start` against what queueing theory says of it. */
import { expect } from "chai";
import { type LocalOptions, type LocalResult, simulateLocal } from "../../../bench/scale/local";
import { mean, percentile } from "../../../bench/scale/percentile";

const NOTHING = { client: 0, gateway: 0, environment: 0, beside: 0, delay: 0 };

const simulate = (changed: Partial<LocalOptions>): LocalResult =>
  simulateLocal({
    times: { ...NOTHING, environment: 10 },
    environments: 1,
    capacity: [1, 2],
    load: { connections: 1 },
    seconds: 100,
    ...changed,
  });

describe("simulation of npm start", () => {
  it("waits as long as M/D/1 says", () => {
    const load = { perSecond: 80, seed: 1 };
    const { milliseconds } = simulate({ load, seconds: 5_000 });
    const utilization = 0.8;

    const waited = (utilization * 10) / (2 * (1 - utilization));
    expect(mean(milliseconds) / (10 + waited)).to.be.closeTo(1, 0.03);
  });

  it("has as many requests under way as Little's law says", () => {
    const times = { client: 1, gateway: 2, environment: 3, beside: 0.5, delay: 4 };
    const { perSecond, milliseconds } = simulate({ times, load: { connections: 8 } });

    expect((perSecond * mean(milliseconds)) / 1_000).to.be.closeTo(8, 0.05);
  });

  it("takes the sum of its parts for a request alone", () => {
    const times = { client: 1, gateway: 2, environment: 3, beside: 0, delay: 4 };
    const { perSecond, milliseconds } = simulate({ times });

    expect(perSecond).to.equal(100);
    expect(percentile(milliseconds, 0.95)).to.be.closeTo(10, 1e-6);
  });

  it("is as fast as the busiest process where cores are left", () => {
    const times = { client: 1, gateway: 4, environment: 2, beside: 0, delay: 0 };
    const wide = { times, environments: 8, capacity: [1, 2, 3, 4], load: { connections: 32 } };

    expect(simulate(wide).perSecond).to.be.closeTo(1_000 / 4, 1);
  });

  it("is as fast as the cores where processes are left", () => {
    const times = { client: 2, gateway: 2, environment: 2, beside: 1, delay: 0 };
    const { perSecond } = simulate({ times, environments: 2, load: { connections: 32 } });

    expect(perSecond / ((1_000 * 2) / 7)).to.be.closeTo(1, 0.1);
  });

  it("lets what finds no environment wait for one", () => {
    const { perSecond, milliseconds } = simulate({ environments: 2, load: { connections: 6 } });

    expect(perSecond).to.be.closeTo(200, 1);
    expect(percentile(milliseconds, 0.5)).to.be.closeTo(30, 1e-6);
  });

  it("makes requests as long as those that were measured, in their order", () => {
    const { milliseconds } = simulate({ factors: [0.5, 0.5, 2], seconds: 1 });

    const [first = NaN, second = NaN, third = NaN, fourth = NaN] = milliseconds;
    expect(first).to.be.closeTo(5, 1e-6);
    expect(second).to.be.closeTo(5, 1e-6);
    expect(third).to.be.closeTo(20, 1e-6);
    expect(fourth).to.be.closeTo(5, 1e-6);
  });
});
