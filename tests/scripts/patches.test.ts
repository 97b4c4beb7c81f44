/** What `npm run patches` changes in a package.json. Does not prove what a registry has. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { checksOfProject } from "../../scripts/patches/checks";
import { anyPatch, exactVersions, patchesOf, withVersions } from "../../scripts/patches/versions";
import { runProjectScript } from "../support/script";

const FILE = {
  name: "mine",
  scripts: { test: "mocha" },
  dependencies: { zod: "4.6.7", "own-package": "0.1.0" },
  devDependencies: { mocha: "12.0.3", typescript: "6.0.3", ranged: "^1.0.0" },
};

describe("npm run patches", () => {
  it("looks at exact versions alone, and not at the project's own packages", () => {
    expect(exactVersions(FILE, ["own-package"])).to.deep.equal({
      zod: "4.6.7",
      mocha: "12.0.3",
      typescript: "6.0.3",
    });
  });

  it("lets each become its newest patch, and leaves the rest of the file", () => {
    const changed = withVersions(FILE, ["zod", "typescript"], (_, version) => anyPatch(version));

    expect(changed).to.deep.equal({
      ...FILE,
      dependencies: { zod: "~4.6.7", "own-package": "0.1.0" },
      devDependencies: { mocha: "12.0.3", typescript: "~6.0.3", ranged: "^1.0.0" },
    });
  });

  it("names what has become newer, in order", () => {
    const before = { zod: "4.6.7", mocha: "12.0.3", chai: "6.3.0" };

    expect(patchesOf(before, { ...before, zod: "4.6.9", chai: "6.3.1" })).to.deep.equal([
      { name: "chai", from: "6.3.0", to: "6.3.1" },
      { name: "zod", from: "4.6.7", to: "4.6.9" },
    ]);
  });

  it("runs the checks of npm run check", async () => {
    const { scripts } = JSON.parse(
      fs.readFileSync(path.join(PROJECT_ROOT, "package.json"), "utf8"),
    ) as { readonly scripts: Readonly<Record<string, string>> };
    const commands = checksOfProject().map((name) =>
      name === "test" ? "npm test" : `npm run ${name}`,
    );

    expect(commands.join(" && ")).to.equal(scripts["check"]);
    expect(Object.keys(scripts)).to.include.members([...checksOfProject()]);
    const { code, errors } = await runProjectScript("patches", ["--only", "nothing"]);
    expect(code).to.equal(1);
    expect(errors).to.equal(
      `--only is "nothing" but must be one of ${checksOfProject().join(", ")}.\n`,
    );
  });
});
