/** What loads TypeScript in tests, in `npm start` and under `pulumi`. */
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const folders: string[] = [];

/** What a project's main.ts prints. */
function run(files: Readonly<Record<string, string>>): string {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "register-"));
  folders.push(root);
  fs.symlinkSync(path.join(process.cwd(), "node_modules"), path.join(root, "node_modules"));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
  const args = ["--require", "pulumi-handler-layer/register", "main.ts"];
  return execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }).trim();
}

describe("pulumi-handler-layer/register", () => {
  after(() => {
    for (const folder of folders) fs.rmSync(folder, { recursive: true });
  });

  it("loads modules by path, by .js and by aliases of tsconfig.json, and texts", () => {
    const printed = run({
      "tsconfig.json": '{ // aliases\n "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }',
      "lib/one.ts": "export const one: number = 1;",
      "two.ts": "export const two: number = 2;",
      "query.sql": "select 1",
      "page.html": "<p>",
      "main.ts": `import { one } from "@lib/one"; import { two } from "./two.js"; import query from "./query.sql"; import page from "./page.html";
        enum Colour { Red } console.log(one, two, query, page, Colour[0], import.meta.dirname === __dirname);
        void import("./two").then((module) => console.log(module.two));`,
    });

    expect(printed).to.equal("1 2 select 1 <p> Red true\n2");
  });

  it("names lines of the sources in stack traces", () => {
    const printed = run({
      "fail.ts":
        "interface Unused {}\n\n\nexport function fail(): never {\n  throw new Error('x');\n}\n",
      "main.ts": `import { fail } from "./fail"; try { fail(); } catch (error) { console.log((error as Error).stack); }`,
    });

    expect(printed).to.match(/fail\.ts:5:9/);
  });

  it("loads what is right when another file has a mistake", () => {
    const printed = run({
      "wrong.ts": "export const = ;",
      "right.ts": "export const right: number = 1;",
      "main.ts": `import { right } from "./right"; console.log(right);
        try { require("./wrong"); } catch (error) { console.log(String(error).includes("wrong.ts:1")); }`,
    });

    expect(printed).to.equal("1\ntrue");
  });
});
