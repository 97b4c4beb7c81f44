import { expect } from "chai";
import * as vm from "node:vm";
import type * as pulumi from "@pulumi/pulumi";
import { bundleDependencies, requiredSpecifiers } from "../../infra/dependency-layer";

type Loader = (module: object, exports: object, require: (specifier: string) => unknown) => void;

async function files(handlerText: string): Promise<Record<string, string>> {
  const { assets } = await bundleDependencies(handlerText);
  const entries = Object.entries((await assets) as Record<string, pulumi.asset.StringAsset>);
  return Object.fromEntries(
    await Promise.all(entries.map(async ([name, asset]) => [name, await asset.text] as const)),
  );
}

describe("requiredSpecifiers", () => {
  it("finds packages and subpaths, sorted, without Node's own modules", async () => {
    const text = `const z = require("zod"); const m = require('lodash/merge.js');
      const fs = require("fs"); const p = require("node:path");
      exports.handler = async () => require("@scope/name/deep").default(await import("node:os"));`;
    expect(await requiredSpecifiers(text)).to.deep.equal([
      "@scope/name/deep",
      "lodash/merge.js",
      "zod",
    ]);
  });

  it("refuses a dynamic import of a package, which Lambda would not find in a layer", async () => {
    const text = `exports.handler = async () => (await import("zod")).z;`;
    const failure = await requiredSpecifiers(text).catch((error: unknown) => error);
    expect((failure as Error).message)
      .to.include('import("zod")')
      .and.include("at the top of the file");
  });

  it("is not fooled by strings, comments and other functions called require", async () => {
    const text = `// require("comment")
      const a = 'require("string")'; const b = /require\\("regexp"\\)/; other.require("method");
      with ({ a }) { exports.handler = () => a; }`;
    expect(await requiredSpecifiers(text)).to.deep.equal([]);
  });
});

describe("bundleDependencies", () => {
  it("lays packages where NODE_PATH finds them, each complete in itself", async () => {
    const bundled = await files(`require("zod"); require("zod/mini");`);
    expect(Object.keys(bundled)).to.deep.equal([
      "nodejs/node_modules/zod/index.js",
      "nodejs/node_modules/zod/mini.js",
    ]);
    const module = { exports: {} as { z?: { string: () => { parse: (text: string) => string } } } };
    const text = bundled["nodejs/node_modules/zod/index.js"] ?? "";
    const noRequire = (specifier: string): never => {
      throw new Error(`the bundle requires ${specifier}`);
    };
    const load = vm.compileFunction(text, ["module", "exports", "require"]) as Loader;
    load(module, module.exports, noRequire);
    expect(module.exports.z?.string().parse("works")).to.equal("works");
  });

  it("gives the same bytes twice, without any path of this machine", async () => {
    const [first, second] = [await files(`require("zod")`), await files(`require("zod")`)];
    expect(second).to.deep.equal(first);
    expect(JSON.stringify(first)).to.not.include(process.cwd());
  });

  it("names a package that is not installed, and the fix", async () => {
    const failure = await bundleDependencies(`require("not-installed")`).catch((e: unknown) => e);
    expect(failure).to.be.instanceOf(Error);
    expect((failure as Error).message)
      .to.include('The package "not-installed"')
      .and.include('"dependencies" in package.json');
  });
});
