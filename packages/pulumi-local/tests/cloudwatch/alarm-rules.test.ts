import { expect } from "chai";
import { nextState, type Rule } from "../../cloudwatch/alarms/alarm-rules";

/** Written as in AWS's documentation, the newest last: 0 is within the threshold, X breaches, - is missing. */
function points(text: string): readonly (number | null)[] {
  return text.split(" ").map((sign) => (sign === "-" ? null : sign === "X" ? 1 : 0));
}

const modes = ["missing", "ignore", "breaching", "notBreaching"] as const;

function states(text: string, datapointsToAlarm: number, evaluationPeriods = 3): string[] {
  const rule: Omit<Rule, "missingData"> = {
    ...{ comparison: ">=", threshold: 1 },
    ...{ evaluationPeriods, datapointsToAlarm },
  };
  return modes.map((missingData) => nextState({ ...rule, missingData }, points(text)) ?? "stays");
}

describe("an alarm on 3 of 3 periods", () => {
  const rows: Readonly<Record<string, readonly string[]>> = {
    "0 - X - X": ["OK", "OK", "OK", "OK"],
    "- - - - 0": ["OK", "OK", "OK", "OK"],
    "- - - - -": ["INSUFFICIENT_DATA", "stays", "ALARM", "OK"],
    "0 X X - X": ["ALARM", "ALARM", "ALARM", "ALARM"],
    "- - X - -": ["ALARM", "stays", "ALARM", "OK"],
    "- - - X -": ["stays", "stays", "ALARM", "OK"],
    "- - - - X": ["stays", "stays", "ALARM", "OK"],
    "X X X 0 X": ["OK", "OK", "OK", "OK"],
    "0 0 X X X": ["ALARM", "ALARM", "ALARM", "ALARM"],
  };
  for (const [row, expected] of Object.entries(rows)) {
    it(`is ${expected.join(", ")} after ${row}, by the way to treat missing data`, () => {
      expect(states(row, 3)).to.deep.equal(expected);
    });
  }
});

describe("an alarm on 2 of 3 periods", () => {
  const rows: Readonly<Record<string, readonly string[]>> = {
    "0 - X - X": ["ALARM", "ALARM", "ALARM", "ALARM"],
    "0 0 X 0 X": ["ALARM", "ALARM", "ALARM", "ALARM"],
    "0 - X - -": ["OK", "OK", "ALARM", "OK"],
    "- - - - 0": ["OK", "OK", "ALARM", "OK"],
    "- - - X -": ["ALARM", "stays", "ALARM", "OK"],
    "X X 0 0 X": ["OK", "OK", "OK", "OK"],
  };
  for (const [row, expected] of Object.entries(rows)) {
    it(`is ${expected.join(", ")} after ${row}, by the way to treat missing data`, () => {
      expect(states(row, 2)).to.deep.equal(expected);
    });
  }
});

describe("an alarm on 1 of 1 period", () => {
  it("goes by the newest value while values before missing periods are in its range", () => {
    expect(states("X - -", 1, 1)).to.deep.equal(["ALARM", "ALARM", "ALARM", "ALARM"]);
    expect(states("- X 0", 1, 1)).to.deep.equal(["OK", "OK", "OK", "OK"]);
  });
});

describe("the comparison of an alarm", () => {
  const rule = { threshold: 5, evaluationPeriods: 1, datapointsToAlarm: 1 } as const;
  const expected = {
    ">": ["OK", "OK", "ALARM"],
    ">=": ["OK", "ALARM", "ALARM"],
    "<": ["ALARM", "OK", "OK"],
    "<=": ["ALARM", "ALARM", "OK"],
  } as const;
  for (const comparison of [">", ">=", "<", "<="] as const) {
    it(`${comparison} 5 is held against 4, 5 and 6`, () => {
      const reached = [4, 5, 6].map((value) =>
        nextState({ ...rule, comparison, missingData: "missing" }, [value]),
      );
      expect(reached).to.deep.equal(expected[comparison]);
    });
  }
});
