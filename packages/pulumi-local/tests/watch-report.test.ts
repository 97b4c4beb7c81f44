/** What is said of a save: served, not served and why, warnings. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../user-error";
import { codeFrame, ProgramProblems, problemsOf } from "../watch/program-problems";
import { EditTracker } from "../watch/edit-tracker";
import { clockTime, watchText } from "../watch/watch-report";

describe("what the edit loop reports", () => {
  const servedSince = new Date(2026, 0, 2, 8, 12, 3).getTime();
  const problem = { message: "',' expected. (TS1005)", file: "a.ts", line: 2, column: 3 };
  const notServed = { kind: "not-served", files: ["a.ts"], servedSince } as const;

  it("says since when the version is served that is served on, and the reason below", () => {
    const text = watchText({ ...notServed, problems: [{ ...problem, frame: "  2 | x" }] });
    expect(text).to.equal(
      "Not served: still serving the version of 08:12:03.\na.ts:2:3: ',' expected. (TS1005)\n  2 | x",
    );
  });

  it("says a reason once, and no more than five of them", () => {
    const problems = Array.from({ length: 7 }, (_, line) => ({ ...problem, line }));
    expect(watchText({ ...notServed, problems }, true)).to.equal(
      "Not served, for the same reason: still serving the version of 08:12:03.",
    );
    expect(watchText({ ...notServed, problems }).split("\n")).to.have.length(7);
    expect(watchText({ ...notServed, problems })).to.match(/\nand 2 more$/);
  });

  it("names what was saved and what would be deployed when it is served", () => {
    const served = { kind: "served", files: ["a.ts", "b.ts"], changes: "~ function code" } as const;
    expect(watchText({ ...served, milliseconds: 812 })).to.equal(
      "a.ts, b.ts: ~ function code (812 ms)",
    );
  });

  it("warns in one line each", () => {
    const problems = [{ ...problem, frame: "  2 | x" }, problem];
    expect(watchText({ kind: "warnings", problems })).to.equal(
      "warning: a.ts:2:3: ',' expected. (TS1005)\nwarning: a.ts:2:3: ',' expected. (TS1005)",
    );
  });

  it("has the time of this machine's time zone", () => {
    expect(clockTime(servedSince)).to.equal("08:12:03");
  });
});

describe("problems of a program", () => {
  let root: string;

  before(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "problems-"));
    fs.writeFileSync(path.join(root, "a.ts"), "one\n\ttwo\nthree\nfour\n");
  });
  after(() => {
    fs.rmSync(root, { recursive: true });
  });

  const frame = "  1 | one\n  2 | \ttwo\n    | \t^\n  3 | three";
  const place = { file: "a.ts", line: 2, column: 2 };
  const errors: readonly (readonly [string, unknown, readonly object[]])[] = [
    [
      "a place before its words",
      new UserError("a.ts:2:2: wrong"),
      [{ message: "wrong", ...place, frame }],
    ],
    [
      "a place behind its words",
      new UserError("wrong (a.ts:2:2)"),
      [{ message: "wrong", ...place, frame }],
    ],
    ["no place", new UserError("timeoutSeconds is 60"), [{ message: "timeoutSeconds is 60" }]],
    [
      "a file that is not there",
      new UserError("b.ts:9:9: wrong"),
      [{ message: "wrong", file: "b.ts", line: 9, column: 9 }],
    ],
    ["problems already", new ProgramProblems([{ message: "x" }]), [{ message: "x" }]],
  ];
  for (const [what, error, problems] of errors) {
    it(`are read from an error with ${what}`, () => {
      expect(problemsOf(error, root)).to.deep.equal(problems);
    });
  }

  it("have a stack where the error is a defect", () => {
    expect(problemsOf(new TypeError("oops"), root)[0]?.message).to.match(/^TypeError: oops\n +at /);
  });

  it("show no lines beyond the file's end", () => {
    expect(codeFrame(path.join(root, "a.ts"), { line: 40, column: 1 })).to.equal(undefined);
    expect(codeFrame(path.join(root, "a.ts"), { line: 1, column: 1 })).to.equal(
      "  1 | one\n    | ^\n  2 | \ttwo",
    );
  });
});

describe("the edit tracker", () => {
  it("tells each change, and since when the served version is served", () => {
    let now = 5;
    const tracker = new EditTracker(() => now);
    const told: object[] = [];
    const end = tracker.subscribe((state) => told.push(state));

    tracker.served();
    now = 9;
    tracker.evaluating();
    tracker.notServed([{ message: "x" }]);
    end();
    tracker.served();

    expect(told).to.deep.equal([
      { kind: "served", servedSince: 5 },
      { kind: "evaluating", servedSince: 5 },
      { kind: "not-served", servedSince: 5, problems: [{ message: "x" }] },
    ]);
    expect(tracker.state).to.deep.equal({ kind: "served", servedSince: 9 });
  });
});
