/** docs/security.md: each test that it names is there, by file and title. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { readDocument } from "./settings-of-docs";

/** `file`: "title", "title" */
const NAMED = /`([\w./-]+\.(?:test|browser|e2e)\.ts)`: ((?:"[^"]+"(?:, )?)+)/g;
/** What a test is called by, in the source; a template's parts are whatever they become. */
const TITLE = /\bit\(\s*(?:"((?:[^"\\]|\\.)+)"|`((?:[^`\\]|\\.)+)`)/g;

const NAMED_TESTS = [...readDocument("docs/security.md").matchAll(NAMED)].flatMap(
  ([, file = "", titles = ""]) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => [file, title] as const),
);

function titlesIn(file: string): readonly string[] {
  const full = path.join(PROJECT_ROOT, file);
  if (!fs.existsSync(full)) return [];
  const source = fs.readFileSync(full, "utf8");
  return [...source.matchAll(TITLE)].map(([, text, template]) =>
    (text ?? template ?? "").replace(/\$\{[^}]*\}/g, "…"),
  );
}

describe("docs/security.md", () => {
  it("names tests in each of its parts", () => {
    const sections = readDocument("docs/security.md").split(/^## /m).slice(1);
    const without = sections.filter((text) => text.search(NAMED) === -1);

    expect(without.map((text) => text.split("\n")[0])).to.deep.equal([]);
  });

  for (const [file, title] of NAMED_TESTS) {
    it(`names a test that is there: ${file}, ${title}`, () => {
      expect(titlesIn(file)).to.include(title);
    });
  }
});
