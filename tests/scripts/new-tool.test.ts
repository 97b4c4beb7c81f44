import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as prettier from "prettier";
import * as ts from "typescript";
import { PROJECT_ROOT } from "pulumi-local";
import { writeNewTool } from "../../scripts/new-tool";

/** A server with this list of tools, and these imports of theirs. */
function serverText(tools: string, imports = ""): string {
  return `import type { ServerDefinition } from "mcp-lambda";
${imports}
/** Who it is. */
const name = "fixture";

export function defineServer(): ServerDefinition {
  return {
    info: { name, version: "1.0.0" },
    instructions: "",
    ${tools}
    resources: [],
    resourceTemplates: [],
    prompts: [],
  };
}
`;
}

const SERVER = serverText("tools: [add()],", 'import { add } from "./tools/add"; // the first\n');

describe("new:tool", function () {
  // The compiler reads the types of what the files import.
  this.timeout(120_000);
  let root: string;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "new-tool-"));
    for (const file of [".prettierrc.json", "package.json", "tsconfig.json"]) {
      fs.copyFileSync(path.join(PROJECT_ROOT, file), path.join(root, file));
    }
    fs.symlinkSync(path.join(PROJECT_ROOT, "node_modules"), path.join(root, "node_modules"), "dir");
    fs.mkdirSync(path.join(root, "handlers", "tools"), { recursive: true });
    const tool = path.join(__dirname, "..", "fixtures", "served", "add.ts");
    fs.copyFileSync(tool, path.join(root, "handlers", "tools", "add.ts"));
    write("handlers/server.ts", SERVER);
  });

  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
  const write = (file: string, text: string): void => {
    fs.writeFileSync(path.join(root, file), text);
  };

  /** What the compiler says of files, with the project's own strict options. */
  function typeErrors(files: readonly string[]): string[] {
    const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), (file) =>
      fs.readFileSync(file, "utf8"),
    ) as {
      config: { compilerOptions: object };
    };
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
    // The project's own packages lie where the links in node_modules lead.
    delete options.rootDir;
    const program = ts.createProgram(
      files.map((file) => path.join(root, file)),
      options,
    );
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  }

  it("writes tool, test and list entry, typed and formatted", async () => {
    const files = await writeNewTool(root, "list-orders");

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
      const config = await prettier.resolveConfig(path.join(root, file));
      const isFormatted = await prettier.check(read(file), { ...config, filepath: file });
      expect(isFormatted, file).to.equal(true);
    }
    expect(typeErrors(files)).to.deep.equal([]);
  });

  it("extends the server of this project as it is now", async () => {
    write(
      "handlers/server.ts",
      fs.readFileSync(path.join(PROJECT_ROOT, "handlers/server.ts"), "utf8"),
    );

    await writeNewTool(root, "a-tool-that-nobody-has");

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

      await writeNewTool(root, "list-orders");

      expect(read("handlers/server.ts")).to.include(after);
    });
  }

  it("extends a list that stands in a variable", async () => {
    const list = 'import { add } from "./tools/add";\n\nconst tools = [add()];\n';
    write("handlers/server.ts", serverText("tools,", list));

    await writeNewTool(root, "list-orders");

    expect(read("handlers/server.ts")).to.include("const tools = [add(), listOrders()];");
  });

  it("goes on working when the list is long, and for names that are taken or words of JavaScript", async () => {
    const tools = ["delete", "name", "text", "z", "define-tool", "run-tool", "expect", "x2"];
    const written: string[] = [];
    for (const tool of tools) written.push(...(await writeNewTool(root, tool)));

    expect(read("handlers/server.ts"))
      .to.include("deleteTool(),")
      .and.include("nameTool(),")
      .and.include("defineToolTool(),")
      .and.include("x2(),");
    expect(typeErrors([...new Set(written)])).to.deep.equal([]);
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
      const failure = await writeNewTool(root, name).catch((error: unknown) => error);

      expect((failure as Error).message).to.include("is not a name for a tool");
      expect(read("handlers/server.ts")).to.equal(SERVER);
    });
  }

  it("refuses a name that is taken and keeps what is there", async () => {
    const before = read("handlers/tools/add.ts");

    const failure = await writeNewTool(root, "add").catch((error: unknown) => error);

    expect((failure as Error).message).to.equal("handlers/tools/add.ts is there already.");
    expect(read("handlers/tools/add.ts")).to.equal(before);
  });

  it("refuses the name of a tool that is in a file of another name", async () => {
    write("handlers/tools/orders.ts", 'export const TOOL = { name: "list-orders", title: "" };\n');

    const failure = await writeNewTool(root, "list-orders").catch((error: unknown) => error);

    expect((failure as Error).message).to.equal(
      "handlers/tools/orders.ts has a tool of this name already.",
    );
    expect(read("handlers/server.ts")).to.equal(SERVER);
  });

  it("says what to do where it finds no list, and writes nothing", async () => {
    const text = serverText("tools: allTools(),", "declare function allTools(): [];\n");
    write("handlers/server.ts", text);

    const failure = await writeNewTool(root, "list-orders").catch((error: unknown) => error);

    expect((failure as Error).message).to.include("add the import and the entry by hand");
    expect(read("handlers/server.ts")).to.equal(text);
    expect(fs.readdirSync(path.join(root, "handlers", "tools"))).to.deep.equal(["add.ts"]);
  });
});
