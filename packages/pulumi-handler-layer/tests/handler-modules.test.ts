import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { TraceMap, originalPositionFor } from "@jridgewell/trace-mapping";
import { bundleModules, type HandlerModules } from "../build/handler-modules";
import { Refusal } from "../build/refusal";
import { callbackFactoryText } from "../callback-factory";
import { buildHandler, Environment } from "./support/environment";

const folders: string[] = [];

/** A project with these files beside `handler.ts`, and the packages of this one. */
function projectWith(files: Readonly<Record<string, string>>): string {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "handler-project-"));
  folders.push(root);
  fs.symlinkSync(path.join(process.cwd(), "node_modules"), path.join(root, "node_modules"));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
  return root;
}

async function bundled(files: Readonly<Record<string, string>>): Promise<HandlerModules> {
  const root = projectWith(files);
  return bundleModules({ root, module: "handler.ts", export: "createHandler" });
}

async function refusal(files: Readonly<Record<string, string>>): Promise<string> {
  const failure: unknown = await bundled(files).catch((error: unknown) => error);
  expect(failure).to.be.instanceOf(Refusal);
  return (failure as Refusal).message;
}

/** What a handler gives that is made of a function's body. */
async function result(
  body: string,
  files: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const root = projectWith({ ...files, "handler.ts": body });
  const environment = new Environment(await buildHandler({ root, module: "handler.ts" }), root);
  try {
    await environment.ready();
    return await environment.invoke({});
  } finally {
    environment.close();
  }
}

describe("a handler's modules", () => {
  after(() => {
    for (const folder of folders) fs.rmSync(folder, { recursive: true });
  });

  it("are one text with a heading for each file, in the order in which they are loaded", async () => {
    const { text, packages, inputs } = await bundled({
      "handler.ts": `import { z } from "zod"; import { add } from "./tools/add";
        export const createHandler = () => () => z.string().parse(String(add(1, 2)));`,
      "tools/add.ts": "export const add = (a: number, b: number): number => a + b;",
    });

    expect([...text.matchAll(/^\/\/ (\S+\.ts)$/gm)].map(([, name]) => name)).to.deep.equal([
      "handler.ts",
      "tools/add.ts",
      "handler.ts",
    ]);
    expect(text).to.include('require("zod")').and.not.include("__name");
    expect(packages).to.deep.equal({ zod: "handler.ts:1" });
    expect(inputs.map((file) => path.basename(file)).sort()).to.include.members(["add.ts"]);
  });

  it("keep the names of functions and classes that two of them have", async () => {
    const files = {
      "a.ts": "export class Failure extends Error {} export function make() { return 1; }",
      "b.ts": "export class Failure extends Error {} export function make() { return 2; }",
    };
    const body = `import * as a from "./a"; import * as b from "./b";
      export const createHandler = () => async () =>
        [a.Failure.name, b.Failure.name, a.make.name, b.make.name, new b.Failure().constructor.name];`;

    expect(await result(body, files)).to.deep.equal([
      "Failure",
      "Failure",
      "make",
      "make",
      "Failure",
    ]);
  });

  it("run in strict mode, outside of any `with`, with Node's own globals", async () => {
    const body = `let that: unknown = "unset"; function sloppy(this: unknown) { that = this; }
      export const createHandler = () => async () => {
        sloppy();
        (globalThis as any).fetch = () => "patched";
        return [that === undefined, (fetch as any)(), typeof absent === "undefined"];
      };
      declare const absent: unknown;`;

    expect(await result(body)).to.deep.equal([true, "patched", true]);
  });

  it("may name what is not defined where they are deployed, until it is used", async () => {
    const body = `declare const awslambda: { stream: () => string };
      export const createHandler = () => async () => {
        try { return awslambda.stream(); } catch (error) { return (error as Error).name; }
      };`;

    expect(await result(body)).to.equal("ReferenceError");
  });

  it("import texts and JSON, and packages' JSON", async () => {
    const files = {
      "prompt.md": "# Hi\n",
      "q.sql": "select 1",
      "page.html": "<p>",
      "data.json": '{"a":[1]}',
    };
    const body = `import prompt from "./prompt.md"; import query from "./q.sql"; import page from "./page.html"; import data from "./data.json";
      import { name } from "yaml/package.json";
      export const createHandler = () => async () => [prompt, query, page, data.a[0], name];`;

    expect(await result(body, files)).to.deep.equal(["# Hi\n", "select 1", "<p>", 1, "yaml"]);
  });

  const reads: readonly (readonly [string, string])[] = [
    ["path.join", 'path.join(__dirname, "data", "x.csv")'],
    ["a sum", '__dirname + "/data/x.csv"'],
    ["a template", "`${__dirname}/data/x.csv`"],
    ["a URL", 'new URL("./data/x.csv", import.meta.url)'],
    ["import.meta.dirname", 'path.resolve(import.meta.dirname, "./data/x.csv")'],
    ["a folder of its own", 'path.join(here, "data/x.csv")'],
  ];
  for (const [what, expression] of reads) {
    it(`read files that are named by ${what}, since those are shipped`, async () => {
      const body = `import * as fs from "node:fs"; import * as path from "node:path"; import { fileURLToPath } from "node:url";
        const here = path.dirname(fileURLToPath(import.meta.url));
        export const createHandler = () => async () => fs.readFileSync(${expression}, "utf8");`;

      expect(await result(body, { "data/x.csv": "1,2" })).to.equal("1,2");
    });
  }

  it("know their own names as below the function's folder", async () => {
    const files = {
      "tools/where.ts":
        "export const where = (): string => [String(__filename), String(__dirname), String(import.meta.url), String(import.meta.filename)].join();",
    };
    const body = `import { where } from "./tools/where";
      export const createHandler = () => async () =>
        where().split(",").map((text) => text.replace(process.env.LAMBDA_TASK_ROOT!, "ROOT"));`;

    expect(await result(body, files)).to.deep.equal([
      "ROOT/tools/where.ts",
      "ROOT/tools",
      "file://ROOT/tools/where.ts",
      "ROOT/tools/where.ts",
    ]);
  });

  const head = `import * as fs from "node:fs"; import * as path from "node:path"; import { createRequire } from "node:module"; import { readFileSync as read } from "fs"; import { cwd } from "node:process"; import { Worker } from "node:worker_threads"; declare const name: string;\n`;
  const refused: readonly (readonly [string, string, string])[] = [
    ["a path that is made when it runs", "path.join(__dirname, name)", "a path is made"],
    ["a template of a name", "`${__dirname}/${name}`", "a path is made"],
    ["a sum with a name", "__dirname + name", "a path is made"],
    ["a URL that is made when it runs", "new URL(name, import.meta.url)", "a path is made"],
    ["a file by the working folder", 'fs.readFileSync("data/x.csv")', "readFileSync reads"],
    ["the module's folder", "fs.readdirSync(__dirname)", "readdirSync reads"],
    ["the working folder", "process.cwd()", "process.cwd()"],
    ["a file that is not there", 'path.join(__dirname, "no.csv")', 'no file "no.csv"'],
    ["a file outside of the project", 'path.join(__dirname, "../no.csv")', "cannot be shipped"],
    ["a name handed on", "name.at(__dirname)", "a path is made"],
    ["parts that are joined", '[__dirname, "x.csv"].join("/")', "a path is made"],
    ["a folder in an object", "({ cwd: __dirname })", "a path is made"],
    ["a text that begins a path", "fs.readFileSync(`data/${name}`)", "readFileSync reads"],
    ["path.resolve by the working folder", 'path.resolve("x.csv")', "by the working folder"],
    ["fs by require", 'require("fs").readFileSync("x.csv")', "readFileSync reads"],
    ["require.resolve", 'require.resolve("./x.csv")', "require.resolve"],
    ["import.meta.resolve", 'import.meta.resolve("./x.csv")', "import.meta.resolve"],
    ["Pulumi", 'require("@pulumi/pulumi")', "there is no Pulumi"],
    [
      "a folder above that is computed",
      "path.join(path.dirname(__dirname), 'x.csv')",
      "a path is made",
    ],
    ["a folder or another", "process.env.DATA ?? __dirname", "a path is made"],
    ["a folder by default", "(dir = __dirname) => dir", "a path is made"],
    ["a URL of text", "`file://${__dirname}/x.csv`", "a path is made"],
    ["a folder with a part replaced", '__dirname.replace("a", "b")', "a path is made"],
    [
      "a path that is joined by the working folder",
      'fs.readFileSync(path.join("data", name))',
      "reads",
    ],
    ["fs by another name", 'fs.promises.readFile("x.csv")', "readFile reads"],
    ["a renamed function of fs", 'read("x.csv")', "readFileSync reads"],
    ["a worker by the working folder", 'new Worker("./x.js")', "a worker's file"],
    ["the working folder by another name", "cwd()", "process.cwd()"],
    ["require under another name", "[require].length", "a name that is made"],
    ["a path without extension", "import(`./tools/${name}`)", "Write the extension"],
    ["a sum without extension", 'require("./tools/" + name)', "Write the extension"],
    ["a folder by its file, handed on", "name.at(path.dirname(__filename))", "a path is made"],
    ["a folder by its file, or another", "name ?? path.dirname(__filename)", "a path is made"],
    ["a folder that is not the first part", "path.join(name, __dirname)", "a path is made"],
    ["a function called as one of fs", "({ open(x) {} }).open(__dirname)", "a path is made"],
    ["createRequire", "createRequire(import.meta.url)", "createRequire"],
    ["a module by a computed name", "require(name)", "a name that is made"],
    ["an import by a computed name", "import(name)", "a name that is made"],
    ["a package that is not installed", 'require("left-pad")', "npm install left-pad"],
    ["a module that is not there", 'require("./nope")', 'no module "./nope"'],
    ["an addon", 'require("./addon.node")', "native addon"],
    ["a file of another kind", 'require("./x.csv")', "it is shipped with the function"],
  ];
  for (const [what, expression, message] of refused) {
    it(`are refused with file and line for ${what}`, async () => {
      const text = await refusal({
        "handler.ts": `${head}export const createHandler = () => async () => ${expression};`,
        "x.csv": "",
        "addon.node": "",
      });

      expect(text)
        .to.match(/^handler\.ts:2:\d+: /)
        .and.include(message);
    });
  }

  it("say where and how to go on when they wait for something while they are loaded", async () => {
    const text = await refusal({
      "handler.ts": "await Promise.resolve();\nexport const createHandler = () => 1;",
    });

    expect(text)
      .to.match(/^handler\.ts:1:1: Top-level await/)
      .and.include("await it in run");
  });

  it("may have labels, and know their module object", async () => {
    const body = `function first(rows: number[][]): number {
        outer: for (const row of rows) { for (const cell of row) { if (cell > 1) continue outer; } return row.length; }
        return 0;
      }
      export const createHandler = () => async () => [first([[2], [1]]), require.main === module, typeof module];`;

    expect(await result(body)).to.deep.equal([1, false, "object"]);
  });

  it("keep the names of classes that name themselves", async () => {
    const body = `class Store { static it?: Store; static get(): Store { return (Store.it ??= new Store()); } }
      export const createHandler = () => async () => [Store.name, Store.get().constructor.name];`;

    expect(await result(body)).to.deep.equal(["Store", "Store"]);
  });

  it("do not take a text for another variable of the same name", async () => {
    const text = await refusal({
      "handler.ts": `import * as path from "node:path"; function a(): string { const file = "x.csv"; return path.join(__dirname, file); }
        export const createHandler = () => async (file: string) => [a(), path.join(__dirname, file)];`,
      "x.csv": "",
    });

    expect(text).to.include("a path is made");
  });

  it("may read what other things are called by the names of readers", async () => {
    const { files } = await bundled({
      "handler.ts": `import * as fs from "node:fs"; const store = { open: (name: string) => name, exists: (name: string) => name };
        export const createHandler = () => async () => [fs.readFileSync("/tmp/x"), store.open("orders"), store.exists("a")];`,
    });

    expect(files).to.deep.equal([]);
  });

  it("have nothing of the machine that bundles them", async () => {
    process.env["SECRET_OF_THE_SHELL"] = "hunter2-of-the-shell";
    const root = projectWith({
      "handler.ts": `const key = process.env.SECRET_OF_THE_SHELL ?? "unset";
        export const createHandler = () => async () => [key, String(__dirname), process.env.HOME];`,
    });

    const { index, layer } = await buildHandler({ root, module: "handler.ts" });

    delete process.env["SECRET_OF_THE_SHELL"];
    const all = [index, ...layer.files.values()].join("\n");
    for (const secret of ["hunter2-of-the-shell", root, os.homedir(), process.cwd()]) {
      expect(all).to.not.include(secret);
    }
  });

  it("have a source map, with which frames of __index.js name their files and lines", async () => {
    const root = projectWith({
      "handler.ts": `import { fail } from "./tools/fail";\nexport const createHandler = () => async () => fail();`,
      "tools/fail.ts": `interface Unused {}\n\nexport function fail(): string {\n  return String(new Error("x").stack);\n}`,
    });
    const built = await buildHandler({ root, module: "handler.ts" });
    const environment = new Environment(built, root);
    await environment.ready();

    const stack = String(await environment.invoke({}));

    environment.close();
    const [, line = "", column = ""] = /__index\.js:(\d+):(\d+)/.exec(stack) ?? [];
    const { index, modules } = built;
    const before = index.slice(0, index.indexOf(modules.text)).split("\n").length - 1;
    const position = { line: Number(line) - before, column: Number(column) - 1 };
    const { source, line: original } = originalPositionFor(new TraceMap(modules.map), position);
    expect([source, original]).to.deep.equal(["tools/fail.ts", 4]);
    expect(callbackFactoryText(modules)).to.include(modules.text);
  });
});
