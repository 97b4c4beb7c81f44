import { expect } from "chai";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { bundleLayer, type Layer, type LayerOptions } from "../build/dependency-layer";
import { Refusal } from "../build/refusal";
import { requiredPackages } from "../build/required-packages";

const ROOT = process.cwd();
const BUNDLE = "nodejs/bundle.js";
const folders: string[] = [];

/** The layer of a handler whose text is given. */
async function layerOf(text: string, options: Partial<LayerOptions> = {}): Promise<Layer> {
  const required = requiredPackages(text, (specifier) => !specifier.startsWith("node:"));
  return bundleLayer(text, required, {
    root: ROOT,
    bundleAwsSdk: false,
    allowDynamicRequire: [],
    pluginModules: ["mcp-lambda/bundling"],
    nameless: ["@modelcontextprotocol/server", "zod"],
    ...options,
  });
}

async function refusalOf(text: string, options: Partial<LayerOptions> = {}): Promise<string> {
  const failure: unknown = await layerOf(text, options).catch((error: unknown) => error);
  expect(failure).to.be.instanceOf(Refusal);
  return (failure as Refusal).message;
}

/** Lays the files down as Lambda does, and requires as the handler does. */
function mount({ files }: Layer): (specifier: string) => unknown {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "handler-layer-"));
  folders.push(folder);
  for (const [name, text] of files) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return createRequire(path.join(folder, "nodejs/"));
}

/** A project with packages of its own. */
function projectWith(packages: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "handler-project-"));
  folders.push(root);
  for (const [name, files] of Object.entries(packages)) {
    const all = { "package.json": JSON.stringify({ name, version: "1.0.0" }), ...files };
    for (const [file, text] of Object.entries(all)) {
      const target = path.join(root, "node_modules", name, file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text);
    }
  }
  return root;
}

describe("the layer of a handler", () => {
  after(() => {
    for (const folder of folders) fs.rmSync(folder, { recursive: true });
  });

  it("has packages where NODE_PATH finds them, beside one bundle and the licenses", async () => {
    const layer = await layerOf(`require("zod"); require("zod/mini");`);

    expect([...layer.files.keys()]).to.deep.equal([
      BUNDLE,
      "nodejs/node_modules/zod/index.js",
      "nodejs/node_modules/zod/mini.js",
      "THIRD-PARTY-LICENSES",
    ]);
    const { z } = mount(layer)("zod") as {
      z: { string: () => { parse: (text: string) => string } };
    };
    expect(z.string().parse("works")).to.equal("works");
    expect(layer.files.get("THIRD-PARTY-LICENSES")).to.include("zod 4.").and.include("MIT");
  });

  it("has of a package only what is used by name, with one copy of what two share", async () => {
    const used = `var import_zod = require("zod"); var import_server = require("@modelcontextprotocol/server");
      handler = () => [import_zod.z.object({ a: import_zod.z.string() }), import_server.isJsonContentType];`;

    const layer = await layerOf(used);

    const load = mount(layer);
    const { z } = load("zod") as { z: Record<string, unknown> };
    expect(Object.keys(z)).to.deep.equal(["object", "string"]);
    const { isJsonContentType } = load("@modelcontextprotocol/server") as {
      isJsonContentType: (type: string) => boolean;
    };
    expect(isJsonContentType("application/json")).to.equal(true);
    const entire = await layerOf(`var import_zod = require("zod"); other(import_zod);`);
    const size = ({ files }: Layer): number => files.get(BUNDLE)?.length ?? 0;
    expect(size(layer) * 2).to.be.lessThan(size(entire));
  });

  const entire: readonly (readonly [string, string])[] = [
    ["is handed on", `var import_zod = require("zod"); other(import_zod.z);`],
    ["is asked by computed names", `var import_zod = require("zod"); import_zod.z[name]();`],
    ["is required without a variable", `var object = { default: require("zod") };`],
    ["has no member of a name that is used", `var import_zod = require("zod"); import_zod.nope;`],
    ["is required when a function is called", `handler = () => require("zod").z.string();`],
  ];
  for (const [what, text] of entire) {
    it(`has an entire package that ${what}`, async () => {
      const { z } = mount(await layerOf(text))("zod") as { z: object };
      expect(Object.keys(z).length).to.be.greaterThan(100);
    });
  }

  it("loads a package when it is required, and not before", async () => {
    const root = projectWith({ loud: { "index.js": "globalThis.wasLoaded = true;" } });
    const text = `var a = require("quiet"); other(a); handler = () => require("loud");`;
    fs.cpSync(path.join(root, "node_modules/loud"), path.join(root, "node_modules/quiet"), {
      recursive: true,
    });
    fs.writeFileSync(path.join(root, "node_modules/quiet/index.js"), "exports.a = 1;");
    const load = mount(await layerOf(text, { root, pluginModules: [] }));
    const flags = globalThis as { wasLoaded?: boolean };

    expect(load("quiet")).to.deep.equal({ a: 1 });
    expect(flags.wasLoaded).to.equal(undefined);
    load("loud");

    expect(flags.wasLoaded).to.equal(true);
  });

  it("has a CommonJS package as require gives it", async () => {
    const load = mount(await layerOf(`var a = require("yaml"); other(a.parse);`));

    const { parse } = load("yaml") as { parse: (text: string) => unknown };

    expect(parse("a: 1")).to.deep.equal({ a: 1 });
  });

  it("has one copy of a package that is there in two forms", async () => {
    const description = JSON.stringify({
      name: "dual",
      sideEffects: false,
      exports: { import: "./a.mjs", require: "./a.cjs" },
    });
    const root = projectWith({
      dual: {
        "package.json": description,
        "a.mjs": "export class Id {}",
        "a.cjs": "exports.Id = class Id {};",
      },
      driver: { "index.js": 'exports.make = () => new (require("dual").Id)();' },
    });
    const text = `var a = require("dual"); var b = require("driver"); handler = () => [a.Id, b.make];`;

    const load = mount(await layerOf(text, { root, pluginModules: [] }));

    const { Id } = load("dual") as { Id: new () => object };
    const { make } = load("driver") as { make: () => object };
    expect(make()).to.be.instanceOf(Id);
  });

  it("shows what a module assigns later, as an import does", async () => {
    const root = projectWith({
      counting: {
        "package.json": JSON.stringify({
          name: "counting",
          sideEffects: false,
          type: "module",
          exports: "./a.js",
        }),
        "a.js": "export let n = 0; export const unused = 1; export function inc() { n += 1; }",
      },
    });
    const text = `var a = require("counting"); handler = () => [a.n, a.inc()];`;
    const layer = await layerOf(text, { root, pluginModules: [] });
    const counting = mount(layer)("counting") as { n: number; inc: () => void };

    counting.inc();

    expect(counting.n).to.equal(1);
    expect(Object.keys(counting)).to.not.include("unused");
  });

  it("has an entire package whose members are assigned to, and one under its name with a slash", async () => {
    const root = projectWith({
      punycode: { "index.js": "exports.debug = false; exports.run = () => exports.debug;" },
    });
    const text = `var a = require("punycode/"); handler = () => { a.debug = true; return a.run(); };`;
    const load = mount(await layerOf(text, { root, pluginModules: [] }));

    const punycode = load("punycode/") as { debug: boolean; run: () => boolean };
    punycode.debug = true;

    expect(punycode.run()).to.equal(true);
  });

  it("keeps the names of classes of packages, by which errors are told apart", async () => {
    const root = projectWith({
      errors: { "index.js": "class PaymentError extends Error {} exports.make = PaymentError;" },
    });

    const load = mount(await layerOf(`other(require("errors"));`, { root, pluginModules: [] }));

    const { make } = load("errors") as { make: { name: string } };
    expect(make.name).to.equal("PaymentError");
  });

  it("leaves Ajv out, and has it for a handler that needs it", async () => {
    const sources = async (name: string): Promise<string> =>
      (await layerOf(`var a = require("@modelcontextprotocol/server"); a.${name};`)).map;

    expect(await sources("McpServer")).to.not.include("ajv");
    expect(await sources("fromJsonSchema")).to.include("ajv");
  });

  it("leaves the AWS SDK to the runtime", async () => {
    const text = `var client = require("@aws-sdk/client-nope"); client.Client;`;

    const { files } = await layerOf(text);

    expect([...files.keys()]).to.deep.equal([BUNDLE, "THIRD-PARTY-LICENSES"]);
    expect(await refusalOf(text, { bundleAwsSdk: true })).to.include(
      'The package "@aws-sdk/client-nope"',
    );
  });

  it("has the same bytes twice, without any path of this machine", async () => {
    const text = `var a = require("zod"); a.z.string();`;

    const [first, second] = [await layerOf(text), await layerOf(text)];

    expect([...second.files]).to.deep.equal([...first.files]);
    expect(JSON.stringify([...first.files])).to.not.include(process.cwd());
  });

  it("leaves to the runtime what it has of the AWS SDK, and bundles all else", async () => {
    const versioned = (name: string, version: string): Record<string, string> => ({
      "package.json": JSON.stringify({ name, version }),
      "index.js": `exports.name = ${JSON.stringify(name)};`,
    });
    const root = projectWith({
      "@aws-sdk/client-one": versioned("@aws-sdk/client-one", "3.300.0"),
      "@aws-sdk/lib-two": versioned("@aws-sdk/lib-two", "3.900.0"),
      "@aws-sdk/util-retry": versioned("@aws-sdk/util-retry", "3.374.0"),
      "@smithy/three": versioned("@smithy/three", "4.0.0"),
      user: {
        "index.js": 'module.exports = [require("@aws-sdk/client-one"), require("@smithy/three")];',
      },
    });
    const names = ["@aws-sdk/client-one", "@aws-sdk/lib-two", "@aws-sdk/util-retry"];
    const text = [...names, "@smithy/three", "user"].map((name) => `other(require("${name}"));`);

    const { files } = await layerOf(text.join("\n"), { root, pluginModules: [] });

    expect([...files.keys()].filter((name) => name.includes("node_modules"))).to.deep.equal([
      "nodejs/node_modules/@aws-sdk/util-retry/index.js",
      "nodejs/node_modules/@smithy/three/index.js",
      "nodejs/node_modules/user/index.js",
    ]);
    const left = files.get(BUNDLE)?.match(/require\("[^"]+"\)/g);
    expect(left).to.deep.equal(['require("@aws-sdk/client-one")']);
  });

  it("refuses a native implementation of the AWS SDK, which the runtime does not have", async () => {
    const root = projectWith({
      "@aws-sdk/signature-v4-crt": { "index.js": 'require("./addon.node");', "addon.node": "" },
    });

    const message = await refusalOf(`other(require("@aws-sdk/signature-v4-crt"));`, {
      root,
      pluginModules: [],
    });

    expect(message).to.include('The package "@aws-sdk/signature-v4-crt"').and.include("native");
  });

  it("leaves out optional packages that are not installed", async () => {
    const root = projectWith({
      queries: {
        "index.js": 'exports.of = (driver) => driver === "pg" ? "pg" : require("absent-driver");',
      },
    });

    const load = mount(await layerOf(`other(require("queries"));`, { root, pluginModules: [] }));

    const { of } = load("queries") as { of: (driver: string) => string };
    expect(of("pg")).to.equal("pg");
    expect(() => of("other")).to.throw("absent-driver");
  });

  it("leaves out an optional driver that is native, and refuses one that is depended on", async () => {
    const native = { "index.js": 'require("./addon.node")', "addon.node": "" };
    const queries = { "index.js": 'exports.of = () => require("native-driver");' };
    const description = JSON.stringify({ name: "queries", dependencies: { "native-driver": "1" } });
    const optional = projectWith({ queries, "native-driver": native });
    const needed = projectWith({
      queries: { ...queries, "package.json": description },
      "native-driver": native,
    });
    const text = `other(require("queries"));`;

    const { files } = await layerOf(text, { root: optional, pluginModules: [] });

    expect([...files.keys()]).to.include("nodejs/node_modules/queries/index.js");
    expect(await refusalOf(text, { root: needed, pluginModules: [] }))
      .to.include('The package "queries"')
      .and.include("native addon");
  });

  it("says that Prisma's client has not been generated", async () => {
    const root = projectWith({
      "@prisma/client": { "index.js": 'module.exports = require(".prisma/client/default");' },
    });

    const message = await refusalOf(`other(require("@prisma/client"));`, {
      root,
      pluginModules: [],
    });

    expect(message).to.include('"@prisma/client"').and.include("npx prisma generate");
  });

  it("refuses a package that requires names it computes, unless that is allowed", async () => {
    const root = projectWith({
      plugins: { "index.js": 'exports.load = () => require(process.env.NAME + "-plugin");' },
    });
    const text = `other(require("plugins"));`;

    const message = await refusalOf(text, { root, pluginModules: [] });

    expect(message)
      .to.match(/^The package "plugins".*\(node_modules\/plugins\/index\.js:1\)/)
      .and.include("pulumi config set allowDynamicRequire plugins");
    const options = { root, pluginModules: [], allowDynamicRequire: ["plugins"] };
    expect([...(await layerOf(text, options)).files.keys()]).to.include(BUNDLE);
  });

  it("lets a package require what it is given", async () => {
    const root = projectWith({
      migrations: { "index.js": "exports.run = (file) => require(file);" },
    });

    const layer = await layerOf(`other(require("migrations"));`, { root, pluginModules: [] });

    expect([...layer.files.keys()]).to.include(BUNDLE);
  });

  it("refuses a package that reads files of its own when it is called", async () => {
    const root = projectWith({
      fonts: {
        "index.js":
          'const fs = require("fs");\nexports.font = () => fs.readFileSync(__dirname + "/a.afm");',
        "a.afm": "",
      },
    });

    const message = await refusalOf(`other(require("fonts"));`, { root, pluginModules: [] });

    expect(message).to.include('The package "fonts"').and.include("node_modules/fonts/index.js:2");
  });

  const addons: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["requires one", { "index.js": 'require("./build/addon.node")', "build/addon.node": "" }],
    ["is built from one", { "index.js": "exports.a = 1", "binding.gyp": "{}" }],
  ];
  for (const [what, files] of addons) {
    it(`refuses a package with a native addon by its name, when it ${what}`, async () => {
      const root = projectWith({ "native-thing": files });

      const message = await refusalOf(`other(require("native-thing"));`, {
        root,
        pluginModules: [],
      });

      expect(message).to.include('The package "native-thing"').and.include("native addon");
    });
  }

  it("names the package that the handler imports, not one that it needs", async () => {
    const root = projectWith({
      images: {
        "index.js": 'require("images-linux");',
        "package.json": JSON.stringify({ name: "images", dependencies: { "images-linux": "1" } }),
      },
      "images-linux": { "index.js": 'require("./addon.node");', "addon.node": "" },
    });

    const message = await refusalOf(`other(require("images"));`, { root, pluginModules: [] });

    expect(message).to.include('The package "images"');
  });
});
