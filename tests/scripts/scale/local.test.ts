/** The simulated `npm start` against what queueing theory says of it. */
import { expect } from "chai";
import {
  type LocalOptions,
  type LocalResult,
  type RequestTimes,
  simulateLocal,
} from "../../../bench/scale/local";
import { mean, percentile } from "../../../bench/scale/percentile";

/** A request's times where no process has to be woken. */
const taking = (
  ms: Readonly<Record<"client" | "gateway" | "environment", number>>,
): RequestTimes => ({
  client: { ms: ms.client, wakeMs: 0 },
  gateway: { ms: ms.gateway, wakeMs: 0 },
  environment: { ms: ms.environment, wakeMs: 0 },
  besideMs: 0,
  afterMs: 0,
  delayMs: 0,
});

const simulate = (changed: Partial<LocalOptions>): LocalResult =>
  simulateLocal({
    times: taking({ client: 0, gateway: 0, environment: 10 }),
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
    const times = {
      ...taking({ client: 1, gateway: 2, environment: 3 }),
      besideMs: 0.5,
      delayMs: 4,
    };
    const { perSecond, milliseconds } = simulate({ times, load: { connections: 8 } });

    expect((perSecond * mean(milliseconds)) / 1_000).to.be.closeTo(8, 0.05);
  });

  it("takes the sum of its parts for a request alone", () => {
    const times = { ...taking({ client: 1, gateway: 2, environment: 3 }), besideMs: 0, delayMs: 4 };
    const { perSecond, milliseconds } = simulate({ times });

    expect(perSecond).to.equal(100);
    expect(percentile(milliseconds, 0.95)).to.be.closeTo(10, 1e-6);
  });

  it("wakes a process that was idle, and no other", () => {
    const base = taking({ client: 1, gateway: 0, environment: 4 });
    const times = { ...base, environment: { ms: 4, wakeMs: 1 } };
    const [alone, many] = [1, 20].map((connections) => simulate({ times, load: { connections } }));

    expect(alone?.perSecond).to.be.closeTo(1_000 / 6, 1);
    expect(many?.perSecond).to.be.closeTo(250, 1);
  });

  it("is as fast as the busiest process where cores are left", () => {
    const times = { ...taking({ client: 1, gateway: 4, environment: 2 }), besideMs: 0, delayMs: 0 };
    const wide = { times, environments: 8, capacity: [1, 2, 3, 4], load: { connections: 32 } };

    expect(simulate(wide).perSecond).to.be.closeTo(1_000 / 4, 1);
  });

  it("is as fast as the cores where processes are left", () => {
    const times = { ...taking({ client: 2, gateway: 2, environment: 2 }), besideMs: 1, delayMs: 0 };
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
