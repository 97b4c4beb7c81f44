/** What `pulumi new` makes of this folder: it writes the project's name into every file that asks for it. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";

/** https://www.pulumi.com/docs/iac/guides/building-extending/project-templates/ */
const REPLACED = ["PROJECT", "DESCRIPTION"].map((word) => `\${${word}}`);

const ELSEWHERE = [".git", "node_modules", "coverage", ".cache", ".local"];

function filesIn(folder: string): readonly string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);
    if (ELSEWHERE.includes(entry.name) || entry.isSymbolicLink()) return [];
    return entry.isDirectory() ? filesIn(at) : [at];
  });
}

describe("this folder as a template", () => {
  it("has in no file what the CLI would replace: types and tests would break", () => {
    const files = filesIn(PROJECT_ROOT).filter((file) => fs.statSync(file).size < 2_000_000);

    const found = files.filter((file) => {
      const text = fs.readFileSync(file, "utf8");
      return REPLACED.some((word) => text.includes(word));
    });

    expect(files.length).to.be.greaterThan(500);
    expect(found.map((file) => path.relative(PROJECT_ROOT, file))).to.deep.equal([]);
  });
});
