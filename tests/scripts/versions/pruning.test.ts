/** Which old versions are removed, and which never. What AWS then does is not proven here. */
import { expect } from "chai";
import {
  prunable,
  TASK_LIFE_MS,
  taskVersionsOf,
  youngTaskVersions,
} from "../../../scripts/versions/prunable";

const numbered = (...numbers: readonly number[]): { readonly number: number }[] =>
  numbers.map((number) => ({ number }));

describe("old versions", () => {
  it("are those beyond the newest that are kept, the oldest first", () => {
    const removed = prunable(numbered(1, 2, 5, 6, 9), { keep: 2, needed: new Set() });

    expect(removed).to.deep.equal([1, 2, 5]);
  });

  it("are none where there are no more than are kept", () => {
    expect(prunable(numbered(3, 4), { keep: 2, needed: new Set() })).to.deep.equal([]);
    expect(prunable([], { keep: 2, needed: new Set() })).to.deep.equal([]);
  });

  it("are kept where something needs them, and do not count for the newest", () => {
    const removed = prunable(numbered(1, 2, 3, 4, 5), { keep: 2, needed: new Set([1, 5]) });

    expect(removed).to.deep.equal([2, 3]);
  });
});

describe("versions of the function of tasks", () => {
  const NOW = Date.parse("2026-11-27T12:00:00Z");
  const DAY = 86_400_000;
  const at = (number: number, daysAgo: number): { number: number; published: Date } => ({
    number,
    published: new Date(NOW - daysAgo * DAY),
  });

  it("are needed by versions that begin tasks in them", () => {
    const arn = "arn:aws:lambda:ap-northeast-2:123456789012:function:mcp-server-dev-tasks";
    const versions = [{ variables: { TASK_FUNCTION: `${arn}:3` } }, { variables: {} }];

    expect([...taskVersionsOf(versions)]).to.deep.equal([3]);
  });

  it("are needed as long as a task of theirs may wait for an answer: by when they were superseded", () => {
    const versions = [at(1, 30), at(2, 20), at(3, 7.5), at(4, 1)];
    const young = youngTaskVersions(versions, { now: NOW, lastUsed: new Map() });

    // Version 1 was superseded 20 days ago, version 2 7.5 days ago.
    expect([...young]).to.deep.equal([2, 3, 4]);
  });

  it("are needed where they have run a task since, as after a rollback", () => {
    const versions = [at(1, 30), at(2, 20), at(3, 19), at(4, 18)];
    const lastUsed = new Map([
      [1, NOW - DAY],
      [2, NOW - TASK_LIFE_MS],
    ]);

    expect([...youngTaskVersions(versions, { now: NOW, lastUsed })]).to.deep.equal([1, 4]);
  });
});
