import { expect } from "chai";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { bundle, bundleDependencies } from "../../infra/dependency-layer";

const OPTIONS = { bundleAwsSdk: false, allowDynamicRequire: [] };
const BUNDLE = "nodejs/bundle.js";

/** Lays the files down as Lambda does, and requires as the handler does. */
function mount(files: ReadonlyMap<string, string>): (specifier: string) => unknown {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "mcp-server-layer-"));
  folders.push(folder);
  for (const [name, text] of files) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return createRequire(path.join(folder, "nodejs/"));
}

const folders: string[] = [];

describe("bundle", () => {
  after(() => {
    for (const folder of folders) fs.rmSync(folder, { recursive: true });
  });

  it("lays packages where NODE_PATH finds them, beside one bundle and the licenses", async () => {
    const { files } = await bundle(`require("zod"); require("zod/mini");`, OPTIONS);
    expect([...files.keys()]).to.deep.equal([
      BUNDLE,
      "nodejs/node_modules/zod/index.js",
      "nodejs/node_modules/zod/mini.js",
      "THIRD-PARTY-LICENSES",
    ]);
    const { z } = mount(files)("zod") as {
      z: { string: () => { parse: (text: string) => string } };
    };
    expect(z.string().parse("works")).to.equal("works");
    expect(files.get("THIRD-PARTY-LICENSES")).to.include("zod 4.").and.include("MIT");
  });

  it("has of a package only what is used by name, with one copy of what two share", async () => {
    const used = `const zod_1 = require("zod"); const server_1 = require("@modelcontextprotocol/server");
      exports.handler = () => [zod_1.z.object({ a: zod_1.z.string() }), server_1.isJsonContentType];`;
    const { files } = await bundle(used, OPTIONS);
    const load = mount(files);
    const { z } = load("zod") as { z: Record<string, unknown> };
    expect(Object.keys(z)).to.deep.equal(["object", "string"]);
    const { isJsonContentType } = load("@modelcontextprotocol/server") as {
      isJsonContentType: (type: string) => boolean;
    };
    expect(isJsonContentType("application/json")).to.equal(true);
    const whole = await bundle(`const zod_1 = require("zod"); other(zod_1);`, OPTIONS);
    const size = (text: string | undefined): number => text?.length ?? 0;
    expect(size(files.get(BUNDLE)) * 2).to.be.lessThan(size(whole.files.get(BUNDLE)));
  });

  const wholes: readonly (readonly [string, string])[] = [
    ["is handed on", `const zod_1 = require("zod"); other(zod_1.z);`],
    ["is asked by computed names", `const zod_1 = require("zod"); zod_1.z[name]();`],
    ["is required without a variable", `var zod_1 = { default: require("zod") };`],
    ["has no member of a name that is used", `const zod_1 = require("zod"); zod_1.nope;`],
  ];
  for (const [what, text] of wholes) {
    it(`has a package whole that ${what}`, async () => {
      const { z } = mount((await bundle(text, OPTIONS)).files)("zod") as { z: object };
      expect(Object.keys(z).length).to.be.greaterThan(100);
    });
  }

  it("has a CommonJS package as require gives it", async () => {
    const { files } = await bundle(`const yaml_1 = require("yaml"); other(yaml_1.parse);`, OPTIONS);
    const { parse } = mount(files)("yaml") as { parse: (text: string) => unknown };
    expect(parse("a: 1")).to.deep.equal({ a: 1 });
  });

  it("leaves Ajv out, and has it for a handler that needs it", async () => {
    const text = (name: string): string =>
      `const server_1 = require("@modelcontextprotocol/server"); server_1.${name};`;
    const inputs = async (name: string): Promise<string> =>
      [...(await bundle(text(name), OPTIONS)).inputs.keys()].join();
    expect(await inputs("McpServer")).to.not.include("ajv");
    expect(await inputs("fromJsonSchema")).to.include("ajv");
  });

  it("leaves the AWS SDK to the runtime", async () => {
    const text = `const client_1 = require("@aws-sdk/client-nope"); client_1.Client;`;
    expect([...(await bundle(text, OPTIONS)).files.keys()]).to.deep.equal([
      BUNDLE,
      "THIRD-PARTY-LICENSES",
    ]);
    const failure = await bundle(text, { ...OPTIONS, bundleAwsSdk: true }).catch(
      (error: unknown) => error,
    );
    expect((failure as Error).message).to.include('The package "@aws-sdk/client-nope"');
  });

  it("gives the same bytes twice, without any path of this machine", async () => {
    const text = `const zod_1 = require("zod"); zod_1.z.string();`;
    const [first, second] = [await bundle(text, OPTIONS), await bundle(text, OPTIONS)];
    expect([...second.files]).to.deep.equal([...first.files]);
    expect(JSON.stringify([...first.files])).to.not.include(process.cwd());
  });

  it("names a package that is not installed, and the fix", async () => {
    const failure = await bundle(`require("not-installed")`, OPTIONS).catch((e: unknown) => e);
    expect(failure).to.be.instanceOf(pulumi.RunError);
    expect((failure as Error).message)
      .to.include('The package "not-installed"')
      .and.include('"dependencies" in package.json');
  });

  it("refuses a package that requires computed names, unless that is allowed", async () => {
    const text = `const mocha_1 = require("mocha"); other(mocha_1);`;
    const failure = await bundle(text, OPTIONS).catch((error: unknown) => error);
    expect((failure as Error).message)
      .to.match(/^The package "mocha".*\(node_modules\/mocha\/.*:\d+\)/)
      .and.include("pulumi config set allowDynamicRequire mocha");
    const allowed = await bundle(text, {
      ...OPTIONS,
      allowDynamicRequire: ["mocha", "yargs"],
    }).catch((error: unknown) => error as Error);
    if (allowed instanceof Error) expect(allowed.message).to.not.include('"mocha"');
  });

  const addons: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["requires one", { "index.js": 'require("./build/addon.node")', "build/addon.node": "" }],
    ["is built from one", { "index.js": "exports.a = 1", "binding.gyp": "{}" }],
  ];
  for (const [what, files] of addons) {
    it(`refuses a package with a native addon by its name, when it ${what}`, async () => {
      const root = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-addon-"));
      folders.push(root);
      const folder = path.join(root, "node_modules", "native-thing");
      const all = { ...files, "package.json": '{"name":"native-thing","version":"1.0.0"}' };
      for (const [name, text] of Object.entries(all)) {
        fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        fs.writeFileSync(path.join(folder, name), text);
      }
      const text = `require(${JSON.stringify(path.join(folder, "index.js"))})`;
      const failure = await bundle(text, OPTIONS).catch((error: unknown) => error);
      expect((failure as Error).message)
        .to.include('The package "native-thing"')
        .and.include("native addon");
    });
  }

  it("is the layer's archive", async () => {
    const { assets } = await bundleDependencies(`require("zod")`, OPTIONS);
    const names = Object.keys(await assets);
    expect(names).to.include(BUNDLE).and.include("nodejs/node_modules/zod/index.js");
  });
});
