/** Where a rollout stands, which is found again after it was ended anywhere. */
import { expect } from "chai";
import { rolloutState } from "../../../scripts/rollout/state";

const BOTH = { version: 7, next: { version: 8, weight: 0.1 } };

describe("state of a rollout", () => {
  it("is its begin where all calls go to one version, pinned or not", () => {
    expect(rolloutState({ version: 7 }, undefined)).to.deep.equal({ step: "begin", live: 7 });
    expect(rolloutState({ version: 7 }, 7)).to.deep.equal({ step: "begin", live: 7 });
  });

  it("is that it is looked at where a part goes to a second one", () => {
    const watched = { step: "watch", live: 7, next: 8, weight: 0.1 };

    expect(rolloutState(BOTH, 7)).to.deep.equal(watched);
    expect(rolloutState(BOTH, undefined)).to.deep.equal(watched);
  });

  it("is that it goes forward where the setting has the second one", () => {
    expect(rolloutState(BOTH, 8)).to.deep.equal({ step: "forward", live: 7, next: 8 });
  });

  it("is refused where the setting names a version that is not live, with the ways out", () => {
    expect(() => rolloutState({ version: 7 }, 5)).to.throw(
      "The setting version is 5, but version 7 is live. Make it so first: npm run rollback -- --to 5, or take the setting away: npm run rollback -- --clear",
    );
  });
});
