import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { writeNewTool } from "../../scripts/new-tool/write-tool";
import { NewToolProject, serverText } from "./new-tool-project";
import { closedAfterEach } from "../support/closed-after";

const SERVER = serverText("tools: [add()],", 'import { add } from "./tools/add"; // the first\n');

describe("new:tool", function () {
  // The compiler reads the types of what the files import.
  this.timeout(120_000);
  const keep = closedAfterEach();
  let project: NewToolProject;
  const read = (file: string): string => project.read(file);
  const write = (file: string, text: string): void => {
    project.write(file, text);
  };

  beforeEach(() => {
    project = keep(new NewToolProject(SERVER), (it) => {
      it.remove();
    });
  });

  it("writes tool, test and list entry, typed and formatted", async () => {
    const files = await writeNewTool(project.root, "list-orders");

    expect(files).to.deep.equal([
      "handlers/tools/list-orders.ts",
      "tests/tools/list-orders.test.ts",
      "handlers/server.ts",
    ]);
    expect(read("handlers/server.ts"))
      .to.include("tools: [add(), listOrders()],")
      .and.include(
        '"./tools/add"; // the first\nimport { listOrders } from "./tools/list-orders";\n',
      );
    for (const file of files) {
      expect(await project.isFormatted(file), file).to.equal(true);
    }
    expect(project.typeErrors(files)).to.deep.equal([]);
  });

  it("extends the server of this project as it is now", async () => {
    write(
      "handlers/server.ts",
      fs.readFileSync(path.join(PROJECT_ROOT, "handlers/server.ts"), "utf8"),
    );

    await writeNewTool(project.root, "a-tool-that-nobody-has");

    expect(read("handlers/server.ts"))
      .to.include('import { aToolThatNobodyHas } from "./tools/a-tool-that-nobody-has";')
      .and.include("aToolThatNobodyHas()");
  });

  const lists: readonly (readonly [what: string, before: string, after: string])[] = [
    ["an empty list", "tools: [],", "tools: [listOrders()],"],
    [
      "an empty list with a comment",
      "tools: [\n      // None yet.\n    ],",
      "tools: [\n      listOrders(),\n      // None yet.\n    ],",
    ],
    [
      "a list of several lines",
      "tools: [\n      // Sums.\n      add(), // one\n      // No more.\n    ],",
      "tools: [\n      // Sums.\n      add(),\n      listOrders(), // one\n      // No more.\n    ],",
    ],
    [
      "a list with lists and objects in it",
      'tools: [...[add()], { ...add(), name: "other" }],',
      'tools: [...[add()], { ...add(), name: "other" }, listOrders()],',
    ],
    [
      "a typed list",
      'tools: [add()] satisfies ServerDefinition["tools"],',
      'tools: [add(), listOrders()] satisfies ServerDefinition["tools"],',
    ],
  ];
  for (const [what, before, after] of lists) {
    it(`extends ${what}`, async () => {
      const imports = before.includes("add()") ? 'import { add } from "./tools/add";\n' : "";
      write("handlers/server.ts", serverText(before, imports));

      await writeNewTool(project.root, "list-orders");

      expect(read("handlers/server.ts")).to.include(after);
    });
  }

  it("extends a list that stands in a variable", async () => {
    const list = 'import { add } from "./tools/add";\n\nconst tools = [add()];\n';
    write("handlers/server.ts", serverText("tools,", list));

    await writeNewTool(project.root, "list-orders");

    expect(read("handlers/server.ts")).to.include("const tools = [add(), listOrders()];");
  });

  it("goes on working when the list is long, and for names that are taken or words of JavaScript", async () => {
    const tools = ["delete", "name", "text", "z", "define-tool", "run-tool", "expect", "x2"];
    const written: string[] = [];
    for (const tool of tools) written.push(...(await writeNewTool(project.root, tool)));

    expect(read("handlers/server.ts"))
      .to.include("deleteTool(),")
      .and.include("nameTool(),")
      .and.include("defineToolTool(),")
      .and.include("x2(),");
    expect(project.typeErrors([...new Set(written)])).to.deep.equal([]);
  });

  for (const name of [
    "List",
    "a_b",
    "-a",
    "a-",
    "a--b",
    "1a",
    "../x",
    "a".repeat(65),
    "",
    "unknown",
  ]) {
    it(`refuses the name "${name.slice(0, 12)}" and writes nothing`, async () => {
      const failure = await writeNewTool(project.root, name).catch((error: unknown) => error);

      expect((failure as Error).message).to.include("is not a name for a tool");
      expect(read("handlers/server.ts")).to.equal(SERVER);
    });
  }

  it("refuses a name that is taken and keeps what is there", async () => {
    const before = read("handlers/tools/add.ts");

    const failure = await writeNewTool(project.root, "add").catch((error: unknown) => error);

    expect((failure as Error).message).to.equal("handlers/tools/add.ts is there already.");
    expect(read("handlers/tools/add.ts")).to.equal(before);
  });

  it("refuses the name of a tool that is in a file of another name", async () => {
    write("handlers/tools/orders.ts", 'export const TOOL = { name: "list-orders", title: "" };\n');

    const failure = await writeNewTool(project.root, "list-orders").catch(
      (error: unknown) => error,
    );

    expect((failure as Error).message).to.equal(
      "handlers/tools/orders.ts has a tool of this name already.",
    );
    expect(read("handlers/server.ts")).to.equal(SERVER);
  });

  it("says what to do where it finds no list, and writes nothing", async () => {
    const text = serverText("tools: allTools(),", "declare function allTools(): [];\n");
    write("handlers/server.ts", text);

    const failure = await writeNewTool(project.root, "list-orders").catch(
      (error: unknown) => error,
    );

    expect((failure as Error).message).to.include("add the import and the entry by hand");
    expect(read("handlers/server.ts")).to.equal(text);
    expect(project.list("handlers/tools")).to.deep.equal(["add.ts"]);
  });
});
