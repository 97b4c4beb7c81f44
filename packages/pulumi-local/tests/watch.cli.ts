/** `npm start -- --watch` on a copy of the fixture program: a save is served by the next request. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { LocalServer } from "../local-server";
import { PROJECT_ROOT } from "../program/project-root";
import type { EditState } from "../watch/edit-state";
import { type ProgramWatch, watchProgram } from "../watch/watch";
import { callTool, EVALUATION_MS, FIXTURE, fixtureSettings, startFixture } from "./support/fixture";

describe("npm start -- --watch", function () {
  this.timeout(EVALUATION_MS);
  let folder: string;
  let server: LocalServer;
  let watch: ProgramWatch;
  const reports: string[] = [];

  before(async () => {
    folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "watch-"));
    const root = path.join(folder, "program");
    fs.cpSync(FIXTURE, root, { recursive: true });
    fs.symlinkSync(path.join(PROJECT_ROOT, "node_modules"), path.join(root, "node_modules"), "dir");
    server = await startFixture({ programFolder: root, keepPrepared: true });
    const report = (text: string): unknown => reports.push(text);
    watch = watchProgram({ server, root, readSettings: () => fixtureSettings(), report });
  });

  after(async () => {
    watch.close();
    await server.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function save(file: string, change: (text: string) => string): Promise<void> {
    const name = path.join(folder, "program", file);
    fs.writeFileSync(name, change(fs.readFileSync(name, "utf8")));
    // Long enough for the file system to report a save.
    await new Promise((resolve) => setTimeout(resolve, 150));
  }

  it("serves a saved module, and names what would be deployed", async () => {
    await save("tools/add.ts", (text) => text.replace(" = ${sum}", " is ${sum}"));
    expect(await callTool(server.endpoint, "add", { a: 1, b: 2 })).to.equal("1 + 2 is 3");
    expect(reports.at(-1)).to.match(/^tools\/add\.ts: ~ function code \(\d+ ms\)$/);
  });

  it("serves a saved file that the function ships", async () => {
    await save("tools/cities.csv", () => "Lyon\nPorto\n");
    expect(await callTool(server.endpoint, "cities")).to.equal("Lyon\nPorto");
    expect(reports.at(-1)).to.match(/^tools\/cities\.csv: ~ function code \(\d+ ms\)$/);
  });

  it("keeps the last program when a saved one does not parse, and says where, once", async () => {
    await watch.typesChecked;
    const { servedSince } = server.editState;
    await save("tools/add.ts", (text) => `${text}\nexport const = missing;\n`);
    expect(await callTool(server.endpoint, "add", { a: 1, b: 2 })).to.equal("1 + 2 is 3");
    const report = reports.at(-1) ?? "";
    expect(report).to.match(
      /^Not served: still serving the version of \d\d:\d\d:\d\d\.\ntools\/add\.ts:\d+:14: .*\(TS1134\)\n/,
    );
    // Nothing of names and types, nor of what esbuild says of the same place.
    expect(report).to.not.include("missing'").and.not.include("ERROR");
    expect(server.editState).to.deep.include({ kind: "not-served", servedSince });
    const { problems } = server.editState as Extract<EditState, { kind: "not-served" }>;
    expect(problems[0]).to.deep.include({ file: "tools/add.ts", column: 14 });
    expect(problems[0]?.frame).to.include("export const = missing;");
  });

  it("says a reason once, however often it is saved", async () => {
    await save("tools/add.ts", (text) => `${text}\n`);
    await callTool(server.endpoint, "add", { a: 1, b: 2 });
    expect(reports.at(-1)).to.match(
      /^Not served, for the same reason: still serving the version of [\d:]+\.$/,
    );
  });

  it("serves what declares and does not use, and warns of it", async () => {
    await save("tools/add.ts", (text) =>
      text.replace("export const = missing;", "const unused = 1;").replace(" is ${", " makes ${"),
    );
    expect(await callTool(server.endpoint, "add", { a: 1, b: 2 })).to.equal("1 + 2 makes 3");
    expect(reports.slice(-2)[0]).to.match(/^tools\/add\.ts: ~ function code \(\d+ ms\)$/);
    expect(reports.at(-1)).to.match(
      /^warning: tools\/add\.ts:\d+:7: 'unused' is declared but its value is never read\. \(TS6133\)$/,
    );
    expect(server.editState.kind).to.equal("served");
  });

  it("does not serve a type error, and says its file and line", async () => {
    await save("tools/add.ts", (text) =>
      text.replace("const unused = 1;", "const n: number = '';"),
    );
    expect(await callTool(server.endpoint, "add", { a: 1, b: 2 })).to.equal("1 + 2 makes 3");
    expect(reports.at(-1)).to.match(
      /^Not served: .*\ntools\/add\.ts:\d+:7: Type 'string' .*TS2322/,
    );
    await save("tools/add.ts", (text) => text.replace("const n: number = '';", ""));
    expect(await callTool(server.endpoint, "add", { a: 1, b: 2 })).to.equal("1 + 2 makes 3");
  });

  it("evaluates two saves shortly after each other once", async () => {
    const before = reports.length;
    const name = (file: string): string => path.join(folder, "program", file);
    fs.appendFileSync(name("tools/add.ts"), "// a\n");
    await new Promise((resolve) => setTimeout(resolve, 40));
    fs.writeFileSync(name("tools/cities.csv"), "Oslo\n");
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await callTool(server.endpoint, "cities")).to.equal("Oslo");
    expect(reports.slice(before)).to.have.length(1);
    expect(reports.at(-1)).to.match(
      /^tools\/(add\.ts, tools\/cities\.csv|cities\.csv, tools\/add\.ts): ~ /,
    );
  });
});
