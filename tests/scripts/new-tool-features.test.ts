/** What new:tool writes for --with: each combination compiles, is formatted, and its test passes. */
import { expect } from "chai";
import { type Feature, FEATURES } from "../../scripts/new-tool/tool-text";
import { writeNewTool } from "../../scripts/new-tool/write-tool";
import { runProjectScript } from "../support/script";
import { NewToolProject, serverText } from "./new-tool-project";
import { closedAfter } from "../support/closed-after";

/** All subsets of the features, with names for them: "with-table-task". */
const SUBSETS = Array.from({ length: 2 ** FEATURES.length }, (_, bits) =>
  FEATURES.filter((__, index) => (bits & (1 << index)) !== 0),
);

const toolOf = (features: readonly Feature[]): string => ["with", ...features].join("-");

describe("new:tool --with", function () {
  this.timeout(180_000);
  const keep = closedAfter();
  let project: NewToolProject;
  const files: string[] = [];

  before(async () => {
    project = keep(new NewToolProject(serverText("tools: [],")), (it) => {
      it.remove();
    });
    for (const features of SUBSETS) {
      files.push(...(await writeNewTool(project.root, toolOf(features), features)));
    }
  });

  it("writes tools that compile, and are formatted", async () => {
    const written = [...new Set(files)];
    for (const file of written) expect(await project.isFormatted(file), file).to.equal(true);

    expect(project.typeErrors(written)).to.deep.equal([]);
  });

  it("writes tests that pass: one more for what is asked", async () => {
    const { passes } = await project.test(files.filter((file) => file.endsWith(".test.ts")));

    expect(passes).to.equal(SUBSETS.length * 2 + SUBSETS.length / 2);
  });

  const parts: Readonly<Record<Feature, RegExp>> = {
    table: /needs: \{\s+with\w+Items: table\(/,
    secret: /apiKey: secret\(\)/,
    question: /confirm\(|task\.ask\(/,
    task: /background: \{/,
  };
  for (const features of SUBSETS) {
    it(`writes ${features.join(" and ") || "neither of them"}, and nothing else`, () => {
      const text = project.read(`handlers/tools/${toolOf(features)}.ts`);

      expect(FEATURES.filter((feature) => parts[feature].test(text))).to.deep.equal(features);
    });
  }

  const refused: readonly (readonly [args: readonly string[], message: string])[] = [
    [
      ["x", "--with", "table", "--with", "bucket"],
      '--with is "bucket" but must be one of table, secret, question, task.',
    ],
    [["x", "--from", "save-note"], "An example is taken over as it is: leave NAME and --with out."],
    [["--with", "table"], "Name one tool."],
  ];
  for (const [args, message] of refused) {
    it(`refuses ${args.join(" ")}, and says why`, async () => {
      const { code, errors } = await runProjectScript("new-tool", args);

      expect({ code, first: errors.split("\n")[0] }).to.deep.equal({ code: 1, first: message });
    });
  }
});
