/** Numbers as people say them. */
import { expect } from "chai";
import { quantityText, spanText } from "../../cloudwatch/dashboard/quantity";

const TEXTS: readonly (readonly [value: number, unit: string | undefined, text: string])[] = [
  [0, "Count", "0"],
  [-0, undefined, "0"],
  [1204, "Count", "1,204"],
  [1.23456, undefined, "1.23"],
  [0.000123456, undefined, "0.000123"],
  [123.456, "None", "123"],
  [12345.6, undefined, "12,346"],
  [340.2, "Milliseconds", "340 ms"],
  [1234, "Milliseconds", "1.23 s"],
  [0.45, "Seconds", "450 ms"],
  [90_000, "Milliseconds", "1.5 min"],
  [999.7, "Milliseconds", "1 s"],
  [59_999, "Milliseconds", "1 min"],
  [999_999, "Bytes", "1 MB"],
  [250, "Microseconds", "0.25 ms"],
  [12_345, "Bytes", "12.3 kB"],
  [512, "Bytes", "512 bytes"],
  [3, "Megabytes", "3 MB"],
  [37.5, "Percent", "37.5 %"],
  [2.5, "Count/Second", "2.5 a second"],
];

describe("a number with its unit", () => {
  for (const [value, unit, text] of TEXTS) {
    it(`${value} ${unit ?? "without one"} is "${text}"`, () => {
      expect(quantityText(value, unit)).to.equal(text);
    });
  }

  it("counts periods in minutes where they are some", () => {
    expect([60, 300, 1, 10].map(spanText)).to.deep.equal([
      ...["1 minute", "5 minutes", "1 second", "10 seconds"],
    ]);
  });
});
