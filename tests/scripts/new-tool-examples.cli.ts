/** The examples, as new:tool takes them over, and as a server of them all answers. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { asking, serverWith } from "mcp-lambda/testing";
import { PROJECT_ROOT } from "pulumi-local";
import type { AnyTool } from "mcp-lambda";
import { exampleLines, listExamples } from "../../scripts/new-tool/examples";
import { takeExample } from "../../scripts/new-tool/write-tool";
import { createHandler } from "../../handlers/mcp";
import { runProjectScript } from "../support/script";
import { NewToolProject, serverText } from "./new-tool-project";
import { closedAfterEach } from "../support/closed-after";

const EXAMPLES = listExamples(PROJECT_ROOT);
const NAMES = EXAMPLES.map(({ tool }) => tool);

describe("new:tool --from", function () {
  this.timeout(180_000);
  const keep = closedAfterEach();
  let project: NewToolProject;
  const take = (tool: string): Promise<readonly string[]> => takeExample(project.root, tool);

  beforeEach(() => {
    project = keep(new NewToolProject(serverText("tools: [],")), (it) => {
      it.remove();
    });
    const folder = path.join(project.root, "examples");
    fs.cpSync(path.join(PROJECT_ROOT, "examples"), folder, { recursive: true });
  });

  it("takes over tool, test, what they import, and the list entry", async () => {
    const files = await take("save-note");

    expect(files).to.deep.equal([
      "handlers/tools/save-note.ts",
      "handlers/tools/notes.ts",
      "tests/tools/save-note.test.ts",
      "handlers/server.ts",
    ]);
    expect(project.read("handlers/server.ts"))
      .to.include('import { saveNote } from "./tools/save-note";')
      .and.include("tools: [saveNote()],");
  });

  it("takes over each, so that all compile, are formatted, and their tests pass", async () => {
    const files: string[] = [];
    for (const tool of NAMES) files.push(...(await take(tool)));

    const written = [...new Set(files)].filter((file) => file.endsWith(".ts"));
    for (const file of written) expect(await project.isFormatted(file), file).to.equal(true);
    expect(project.typeErrors(written)).to.deep.equal([]);
    const tests = written.filter((file) => file.endsWith(".test.ts"));
    expect(tests).to.have.length(EXAMPLES.length);
    expect((await project.test(tests)).passes).to.be.greaterThan(50);
  });

  it("leaves alone what two examples share, where it was edited", async () => {
    await take("save-note");
    project.write("handlers/tools/notes.ts", "// Mine.\n");

    const files = await take("search-notes");

    expect(files).to.not.include("handlers/tools/notes.ts");
    expect(project.read("handlers/tools/notes.ts")).to.equal("// Mine.\n");
  });

  it("writes nothing where the tool, or its name, is there", async () => {
    await take("save-note");
    const twice = await take("save-note").catch((error: unknown) => error);
    project.write(
      "handlers/tools/mine.ts",
      'export const TOOL = { name: "query-csv", title: "" };\n',
    );
    const named = await take("query-csv").catch((error: unknown) => error);

    expect((twice as Error).message).to.equal("handlers/tools/save-note.ts is there already.");
    expect((named as Error).message).to.equal(
      "handlers/tools/mine.ts has a tool of this name already.",
    );
    expect(project.list("tests/tools")).to.deep.equal(["save-note.test.ts"]);
  });

  it("says which examples there are, in place of one that there is not", async () => {
    const listed = await runProjectScript("new-tool", ["--list"]);
    const { code, errors } = await runProjectScript("new-tool", ["--from", "save-notes"]);

    expect(listed).to.deep.include({ code: 0, output: exampleLines(PROJECT_ROOT) });
    expect(code).to.equal(1);
    expect(errors).to.equal(
      `There is no example "save-notes". Examples are:\n\n${exampleLines(PROJECT_ROOT)}`,
    );
  });
});

describe("the examples", () => {
  const tools = EXAMPLES.map(({ tool, name }) => {
    const file = path.join(PROJECT_ROOT, "examples", tool);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- whichever there are
    const exported = require(file) as Readonly<Record<string, () => AnyTool>>;
    return exported[name]?.() as AnyTool;
  });

  it("are those that are documented, each with a line about it", () => {
    expect(NAMES).to.deep.equal([
      "approve-deploy",
      "crawl-site",
      "query-csv",
      "render-chart",
      "save-note",
      "search-notes",
    ]);
    expect(tools.map(({ name }) => name)).to.deep.equal(NAMES);
    for (const { about, tool } of EXAMPLES) expect(about, tool).to.match(/^[A-Z].{20,}\.$/);
  });

  it("are served together, as tools/list shows them", async () => {
    const ask = asking(createHandler(serverWith({ tools })));

    const { json } = await ask({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });

    const listed = (json.result?.["tools"] ?? []) as { readonly name: string }[];
    expect(listed.map(({ name }) => name)).to.deep.equal(NAMES);
  });
});
