/** What tasks add to the arithmetic of `npm run cost` and of the worst month. Not what AWS charges. */
import { expect } from "chai";
import { costTable } from "../../infra/cost/cost-table";
import { pricesIn } from "../../infra/cost/prices";
import { taskCost, worstTaskCost } from "../../infra/cost/task-cost";
import { worstMonthText } from "../../infra/cost/worst-month";
import { COST_SETTINGS } from "../support/cost-settings";

const ALARMS = {
  ...{ errors: 1, toolErrors: 10, toolErrorPercent: 20, throttles: 1, durationPercent: 80 },
  ...{ serverErrorPercent: 5, latencyMs: 5_000, requests: 4_800, tasksLost: 1 },
};
const PRICES = pricesIn("us-east-1");

describe("taskCost", () => {
  it("is the worker's seconds, the looks of the client, and units of the table", () => {
    const { worker, polls, table } = taskCost(
      { minutes: 10, pollSeconds: 5 },
      COST_SETTINGS,
      PRICES,
    );

    expect(worker).to.be.closeTo(600 * 0.5 * 0.0000133334, 1e-9);
    // 120 looks: gateway, Lambda's request and 10 ms of it, 1.8 kB of log that is kept, 500 bytes out.
    const look = 3.5e-6 + 0.2e-6 + 0.01 * 0.5 * 0.0000133334 + 1.8e-6 * 0.514 + 0.5e-6 * 0.09;
    expect(polls).to.be.closeTo(120 * look, 2e-6);
    expect(table).to.be.closeTo((67 * 0.625 + 520 * 0.125) / 1e6, 1e-9);
  });

  it("is $0.0011 of looks in 20 minutes at 5 s, as the documentation says", () => {
    const { polls } = taskCost({ minutes: 20, pollSeconds: 5 }, COST_SETTINGS, PRICES);

    expect(polls.toFixed(4)).to.equal("0.0011");
  });
});

describe("the worst month of a stack with tasks", () => {
  const settings = { ...COST_SETTINGS, hasTasks: true };

  it("has as many at a time as taskLimit allows, and one begun by each request", () => {
    expect(worstTaskCost(COST_SETTINGS, PRICES)).to.equal(0);
    const writes = 20 * 2_628_000 * 7 + 100 * 2_628_000;
    const table = (writes * 0.625 + ((100 * 2_628_000) / 1.5) * 0.125) / 1e6;
    expect(worstTaskCost(settings, PRICES)).to.be.closeTo(
      100 * 2_628_000 * 0.5 * 0.0000133334 + table,
      1e-6,
    );
  });

  it("is named in the warning, with what lowers it, and only there", () => {
    const text = worstMonthText(settings, "us-east-1");

    expect(text).to.include(" + tasks 100 at a time x 0.5 GB $2,168 = ");
    expect(text).to.include("reservedConcurrency, taskLimit, taskMemoryMb. Be told");
    expect(worstMonthText(COST_SETTINGS, "us-east-1")).to.not.include("task");
  });

  it("is part of the sum", () => {
    const sumOf = (text: string): number =>
      Number(/ = \$([\d,]+), and/.exec(text)?.[1]?.replaceAll(",", ""));
    const more =
      sumOf(worstMonthText(settings, "us-east-1")) -
      sumOf(worstMonthText(COST_SETTINGS, "us-east-1"));

    expect(more).to.be.closeTo(2_168, 2);
  });
});

describe("costTable with tasks", () => {
  const args = {
    settings: { ...COST_SETTINGS, alarms: ALARMS },
    region: "us-east-1",
    tools: 3,
    typical: { perSecond: 1, toolMs: 100, answerKb: 2 },
  };

  it("has a row of them, and says what one costs", () => {
    const table = costTable({ ...args, taskTools: 2 });

    expect(table).to.match(/^tasks and their table +\$0\.00 +\$2,168$/m);
    expect(table).to.include(
      "Tasks: none in the typical month; one of 10 minutes, looked at every 5 s, is $0.0047 (worker $0.0040, looks $0.0006, table $0.0001).",
    );
    expect(costTable(args)).to.not.include("ask");
  });

  it("adds their metrics and alarms: 5 by service, 7 a tool, and two alarms", () => {
    const monitoringOf = (table: string): number =>
      Number(/^metrics, alarms, dashboard +\$([\d.]+)/m.exec(table)?.[1]);
    const without = monitoringOf(costTable(args));

    const added = monitoringOf(costTable({ ...args, taskTools: 2 })) - without;
    const silent = { ...args.settings, alarms: { ...ALARMS, tasksLost: 0 } };
    const less = monitoringOf(costTable({ ...args, settings: silent, taskTools: 2 })) - without;

    expect(added).to.be.closeTo((5 + 2 * 7) * 0.3 + 0.2, 0.011);
    expect(less).to.be.closeTo((5 + 2 * 7) * 0.3 + 0.1, 0.011);
  });
});
