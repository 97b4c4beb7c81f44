/** How versions are listed, and which one a rollback goes to. */
import { expect } from "chai";
import { rollbackTarget } from "../../../scripts/rollback/target";
import { versionLines } from "../../../scripts/versions/version-list";

const version = (number: number) => ({
  number,
  published: new Date(Date.UTC(2026, 10, 27, 5, number)),
  variables: {},
});

describe("list of versions", () => {
  it("has number, time, use and the last commit before it, the newest first", () => {
    const routing = { version: 9, next: { version: 10, weight: 0.1 } };
    const lines = versionLines([8, 9, 10].map(version), routing, (time) =>
      time.getUTCMinutes() === 8 ? "" : "a1b2c3d feat: more",
    );

    expect(lines.split("\n")).to.deep.equal([
      "  10  2026-11-27 05:10  10 %      a1b2c3d feat: more",
      "   9  2026-11-27 05:09  live      a1b2c3d feat: more",
      "   8  2026-11-27 05:08",
    ]);
  });

  it("counts those that are too many to be shown", () => {
    const versions = Array.from({ length: 17 }, (_, index) => version(index + 1));
    const lines = versionLines(versions, { version: 17 }, () => "").split("\n");

    expect(lines).to.have.length(16);
    expect(lines.at(-1)).to.equal("  and 2 older");
  });
});

describe("target of a rollback", () => {
  const VERSIONS = [2, 5, 7, 8].map(version);
  const STREAMED = { ...version(9), variables: { STREAMING: "true" } };

  it("is the version before the live one, whatever numbers were removed", () => {
    expect(rollbackTarget(VERSIONS, { version: 7 })).to.equal(5);
  });

  it("is the version that most calls go to while a new one is being rolled out", () => {
    const routing = { version: 7, next: { version: 8, weight: 0.1 } };

    expect(rollbackTarget(VERSIONS, routing)).to.equal(7);
  });

  it("is what was asked for, also forward", () => {
    expect(rollbackTarget(VERSIONS, { version: 5 }, 8)).to.equal(8);
  });

  it("is refused where it responds in another mode than the live one, in a line that says the way", () => {
    const versions = [...VERSIONS, STREAMED, { ...STREAMED, number: 10 }];

    expect(() => rollbackTarget(versions, { version: 9 })).to.throw(
      "Version 8 buffers its responses, and version 9, which is live, streams its responses: the API stays as it is, and would answer 502. Go back together with the setting streaming: git revert, npm run rollback -- --clear, npm run up",
    );
    expect(() => rollbackTarget(versions, { version: 8 }, 9)).to.throw("Version 9 streams");
    expect(rollbackTarget(versions, { version: 10 })).to.equal(9);
  });

  it("is refused where there is none, in a line that names those that there are", () => {
    expect(() => rollbackTarget(VERSIONS, { version: 7 }, 6)).to.throw(
      "There is no version 6. There are 2, 5, 7, 8.",
    );
    expect(() => rollbackTarget(VERSIONS, { version: 2 })).to.throw(
      "There is no version before 2, which is live. There are 2, 5, 7, 8: choose one with --to.",
    );
  });
});
