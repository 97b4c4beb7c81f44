/** `npm start -- --watch` on a copy of the fixture program: a save is served by the next request. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { LocalServer } from "../local-server";
import { PROJECT_ROOT } from "../program/project-root";
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

  it("keeps the last program when a saved one cannot be bundled, and says where", async () => {
    await save("tools/add.ts", (text) => `${text}\nexport const = 1;\n`);
    expect(await callTool(server.endpoint, "add", { a: 1, b: 2 })).to.equal("1 + 2 is 3");
    expect(reports.at(-1)).to.include("tools/add.ts:").and.include("not served");
  });
});
