/** Issues of a schema in words, bounded whatever was sent. */
import { expect } from "chai";
import { describeIssues } from "../features/issues";

describe("issues in words", () => {
  it("say where each is, in eight parts at most", () => {
    const path = ["a", 1, "b", "c", "d", "e", "f", "g"];
    expect(describeIssues([{ message: "no", path }])).to.equal("a.1.b.c.d.e.f.g: no");
    expect(describeIssues([{ message: "no", path: [...path, "h"] }])).to.equal(
      "a.1.b.c.d.e.f.g.…: no",
    );
    expect(describeIssues([{ message: "no" }, { message: "nor this", path: [] }])).to.equal(
      "no; nor this",
    );
  });

  it("are ten, and the number of the others", () => {
    const issues = Array.from({ length: 12 }, (_, index) => ({ message: `${index}` }));
    expect(describeIssues(issues.slice(0, 10))).to.equal("0; 1; 2; 3; 4; 5; 6; 7; 8; 9");
    expect(describeIssues(issues)).to.equal("0; 1; 2; 3; 4; 5; 6; 7; 8; 9; and 2 more");
  });
});
