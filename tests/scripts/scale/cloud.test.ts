/** The simulated way through AWS against what theory says of it. Does not prove how AWS behaves. */
import { expect } from "chai";
import { type CloudOptions, type CloudResult, simulateCloud } from "../../../bench/scale/cloud";
import { mean } from "../../../bench/scale/percentile";
import { exponential } from "../../../bench/scale/random";

const UNBOUNDED = { rate: 1e6, burst: 1e6 };

const simulate = (changed: Partial<CloudOptions>): CloudResult =>
  simulateCloud({
    seed: 1,
    seconds: 60,
    perSecond: 100,
    throttle: UNBOUNDED,
    concurrency: 1_000,
    serviceMs: () => 100,
    coldMs: 0,
    ...changed,
  });

/** Erlang's loss formula: the share that finds `servers` busy, where `offered` would be on average. */
function erlangLoss(offered: number, servers: number): number {
  let loss = 1;
  for (let each = 1; each <= servers; each += 1) {
    loss = (offered * loss) / (each + offered * loss);
  }
  return loss;
}

describe("simulation of AWS", () => {
  it("is the same again with the same seed, and another with another", () => {
    const [first, again, other] = [1, 1, 2].map((seed) => simulate({ seed }).offered);

    expect(again).to.equal(first);
    expect(other).to.not.equal(first);
  });

  it("has as many requests in work as Little's law says", () => {
    const { meanBusy, milliseconds, offered } = simulate({
      seconds: 600,
      serviceMs: (random) => exponential(random, 250),
    });

    expect(meanBusy).to.be.closeTo((offered / 600) * (mean(milliseconds) / 1_000), 0.05);
    expect(meanBusy).to.be.closeTo(25, 0.5);
  });

  it("lets through what a token bucket holds and gets", () => {
    const { milliseconds, throttled } = simulate({
      evenly: true,
      throttle: { rate: 20, burst: 40 },
    });

    expect(milliseconds.length).to.be.closeTo(40 + 20 * 60, 1);
    expect(throttled).to.equal(5_999 - milliseconds.length);
  });

  it("refuses at the concurrency what Erlang's formula says", () => {
    const { refused, offered } = simulate({
      seconds: 2_000,
      concurrency: 12,
      warm: 12,
      serviceMs: (random) => exponential(random, 100),
    });

    expect(refused / offered).to.be.closeTo(erlangLoss(10, 12), 0.004);
  });

  it("lets through ten requests a second for each unit of concurrency, however short", () => {
    const { milliseconds } = simulate({
      evenly: true,
      perSecond: 300,
      concurrency: 10,
      serviceMs: () => 1,
    });

    expect(milliseconds.length).to.be.closeTo(100 + 100 * 60, 1);
  });

  it("starts 1,000 environments at once and 100 a second from then on", () => {
    const { environments, coldStarts } = simulate({
      evenly: true,
      seconds: 20,
      perSecond: 10_000,
      concurrency: 10_000,
      serviceMs: () => 60_000,
    });

    expect(environments.slice(0, 3)).to.deep.equal([1_099, 1_199, 1_299]);
    expect(coldStarts).to.equal(2_999);
  });

  it("lets the first request of an environment alone wait for its start", () => {
    const { milliseconds, coldStarts } = simulate({ evenly: true, coldMs: 400 });

    expect(milliseconds.filter((ms) => ms === 500)).to.have.length(coldStarts);
    expect(milliseconds.filter((ms) => ms === 100)).to.have.length(
      milliseconds.length - coldStarts,
    );
    expect(coldStarts).to.be.within(10, 50);
  });
});
