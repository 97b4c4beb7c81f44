/** Parts of the simulations, and what `npm run scale` has written of its last load run. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { agreements } from "../../../bench/scale/agreement";
import { EventQueue } from "../../../bench/scale/event-queue";
import { mean, percentile } from "../../../bench/scale/percentile";
import { localPicture } from "../../../bench/scale/pictures";
import { logNormal, seeded } from "../../../bench/scale/random";
import { requestTimes } from "../../../bench/scale/request-cpu";
import { MAX_OTHERS_SHARE } from "../../../bench/scale/results";
import { serverTimes } from "../../../bench/scale/scenarios";
import { concurrencyTable } from "../../../bench/scale/tables";
import { lastLoadRun } from "../../../bench/scale/written";

const read = (file: string): string => fs.readFileSync(path.join(PROJECT_ROOT, file), "utf8");

const cellsOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| -"))
    .map((line) => line.replaceAll(/ +/g, " "));

describe("parts of the simulations", () => {
  it("take what comes first, and of the same time what was added first", () => {
    const queue = new EventQueue<number>();
    const random = seeded(3);
    const times = Array.from({ length: 500 }, () => Math.floor(random() * 50));
    times.forEach((at, index) => {
      queue.add(at, index);
    });

    const taken = times.map(() => queue.take() ?? NaN);

    const sorted = times
      .map((at, index) => ({ at, index }))
      .sort((a, b) => a.at - b.at || a.index - b.index);
    expect(taken).to.deep.equal(sorted.map(({ index }) => index));
    expect(queue.nextAt).to.equal(Infinity);
  });

  it("draw times with the percentiles that are asked for", () => {
    const random = seeded(5);
    const times = Array.from({ length: 100_000 }, () => logNormal(random, 2, 10));

    expect(percentile(times, 0.5)).to.be.closeTo(2, 0.05);
    expect(percentile(times, 0.99)).to.be.closeTo(10, 0.5);
  });

  it("tell the time of waking up from that of working", () => {
    const alone = { client: 0.3, gateway: 1, environment: 0.5, beside: 0.2, taken: 2 };
    const busy = { client: 0.2, gateway: 0.7, environment: 0.5, beside: 0.1, taken: 9 };

    expect(requestTimes(alone, busy)).to.deep.equal({
      client: { ms: 0.2, wakeMs: 0.1 },
      gateway: { ms: 0.7, wakeMs: 0.15 },
      environment: { ms: 0.5, wakeMs: 0 },
      besideMs: 0.1,
      afterMs: 0,
      delayMs: 0.2,
    });
    expect(requestTimes({ ...alone, taken: 1.7 }, busy)).to.include({ afterMs: 0.1, delayMs: 0 });
  });
});

describe("npm run scale", () => {
  it("has taken the server's times from bench/RESULTS.md", () => {
    const { p50, p99, cold } = serverTimes();

    expect(p50).to.be.within(0.05, 5);
    expect(p99).to.be.within(p50, 20);
    expect(cold).to.be.within(50, 2_000);
  });

  it("has written docs/scale.md and its picture with the last figures; otherwise run it", async () => {
    const run = lastLoadRun();

    expect(cellsOf(read("docs/scale.md"))).to.include.members(
      cellsOf(concurrencyTable(serverTimes())),
    );
    expect(read("docs/scale-local.svg")).to.equal(localPicture(agreements(run)));
  });

  it("agrees with its load run within 20 %, on a machine that had nothing else to do", () => {
    const run = lastLoadRun();
    const apart = agreements(run).filter(({ agrees }) => !agrees);

    expect(mean(run.factors)).to.be.closeTo(1, 0.01);
    expect(run.othersShare).to.be.at.most(MAX_OTHERS_SHARE);
    expect(apart).to.deep.equal([]);
  });
});
