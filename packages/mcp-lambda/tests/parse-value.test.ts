/** Values of many parts, which are parsed up to the first that is wrong. */
import { expect } from "chai";
import * as z from "zod";
import { parseValue } from "../features/parse-value";

const WRONG = "Invalid input: expected string, received number";

/** A list of lists with this many items in all, the last two of which are wrong. */
function nested(parts: number): unknown[] {
  return [[...Array.from({ length: parts - 3 }, () => "x"), 1, 2]];
}

describe("a value that is wrong in two parts", () => {
  const schema = z.array(z.array(z.string()));

  it("is refused for both where it has 100 parts", async () => {
    expect(await parseValue(schema, nested(100))).to.deep.include({
      issues: `0.97: ${WRONG}; 0.98: ${WRONG}`,
    });
  });

  it("is refused for the first where it has 101", async () => {
    expect(await parseValue(schema, nested(101))).to.deep.include({
      issues: `0.98: ${WRONG}; more may be wrong`,
    });
  });
});
