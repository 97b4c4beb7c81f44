/** When a new version does worse than the live one. */
import { expect } from "chai";
import { NOTHING, type VersionCounts, whyWorse } from "../../../scripts/rollout/judge";

const tools = (failed: number, calls: number): VersionCounts => ({ ...NOTHING, calls, failed });
const ends = (crashed: number, invocations: number): VersionCounts => ({
  ...NOTHING,
  invocations,
  crashed,
});

describe("verdict on a new version", () => {
  const WORSE: readonly (readonly [what: string, next: VersionCounts, live: VersionCounts])[] = [
    ["three failed calls where nothing failed", tools(3, 100), tools(0, 900)],
    ["all calls, and nobody calls the live one", tools(3, 3), NOTHING],
    ["more than twice the live version's rate", tools(22, 100), tools(90, 900)],
    ["two crashes where nothing crashed", ends(2, 100), ends(0, 900)],
  ];
  const FINE: typeof WORSE = [
    ["nothing happened", NOTHING, NOTHING],
    ["two failed calls, which say nothing", tools(2, 2), tools(0, 900)],
    ["three failed calls in very many", tools(3, 400), tools(0, 900)],
    ["twice the live version's rate", tools(20, 100), tools(90, 900)],
    ["a service is down for both", tools(50, 50), tools(450, 450)],
    ["one crash, which says nothing", ends(1, 10), ends(0, 900)],
    ["both crash", ends(5, 50), ends(45, 450)],
  ];

  for (const [what, next, live] of WORSE) {
    it(`is that it does worse: ${what}`, () => {
      expect(whyWorse(next, live)).to.be.a("string");
    });
  }

  for (const [what, next, live] of FINE) {
    it(`is that it does not: ${what}`, () => {
      expect(whyWorse(next, live)).to.equal(undefined);
    });
  }

  it("says what is worse, with both rates", () => {
    expect(whyWorse(tools(5, 40), tools(1, 400))).to.equal(
      "5 of 40 (12.5 %) tool calls failed, of the live version 1 of 400 (0.3 %)",
    );
    expect(whyWorse(ends(4, 40), ends(0, 400))).to.equal(
      "4 of 40 (10.0 %) invocations crashed, of the live version 0 of 400 (0.0 %)",
    );
  });
});
