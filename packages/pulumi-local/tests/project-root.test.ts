/** The project's name, which clients call the server by. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { findRoot, readProject } from "../program/project-root";

describe("the project", () => {
  let root: string;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "root-"));
    fs.writeFileSync(path.join(root, "package.json"), '{"name":"of-package","version":"1.2.3"}');
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  const names: readonly (readonly [string, string])[] = [
    ["name: shop\nruntime: nodejs\n", "shop"],
    ["# name: other\nname:   shop # of things\n", "shop"],
    ['description: a\nname: "my shop"\n', "my shop"],
    ["name: 'shop'\n", "shop"],
    ["template:\n  name: other\n", "of-package"],
  ];
  for (const [yaml, name] of names) {
    it(`is called ${name} by ${JSON.stringify(yaml)}`, () => {
      fs.writeFileSync(path.join(root, "Pulumi.yaml"), yaml);
      expect(readProject(root)).to.deep.equal({ name, version: "1.2.3" });
    });
  }

  it("is called as its folder where neither file is there", () => {
    fs.rmSync(path.join(root, "package.json"));
    expect(readProject(root)).to.deep.equal({ name: path.basename(root), version: "0.0.0" });
  });

  it("is in the folder of Pulumi.yaml, from wherever in it", () => {
    fs.writeFileSync(path.join(root, "Pulumi.yaml"), "name: shop\n");
    const inner = path.join(root, "a", "b");
    fs.mkdirSync(inner, { recursive: true });
    expect(findRoot(inner)).to.equal(root);
  });
});
