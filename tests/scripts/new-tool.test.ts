import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as prettier from "prettier";
import * as ts from "typescript";
import { PROJECT_ROOT } from "../../local/program";
import { writeNewTool } from "../../scripts/new-tool";

describe("new:tool", () => {
  let root: string;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "new-tool-"));
    for (const folder of ["handlers", "tests/support"]) {
      fs.cpSync(path.join(PROJECT_ROOT, folder), path.join(root, folder), { recursive: true });
    }
    for (const file of [".prettierrc.json", "package.json", "tsconfig.json"]) {
      fs.copyFileSync(path.join(PROJECT_ROOT, file), path.join(root, file));
    }
    fs.symlinkSync(path.join(PROJECT_ROOT, "node_modules"), path.join(root, "node_modules"), "dir");
  });

  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");

  /** What the compiler says of files, with the project's own strict options. */
  function typeErrors(files: readonly string[]): string[] {
    const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), (file) =>
      fs.readFileSync(file, "utf8"),
    ) as {
      config: { compilerOptions: object };
    };
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
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
      "tests/handlers/tools/list-orders.test.ts",
      "handlers/server.ts",
    ]);
    expect(read("handlers/server.ts"))
      .to.include('import { listOrders } from "./tools/list-orders";')
      .and.match(/textStatistics\(\),\s*listOrders\(\),?\s*\]/);
    for (const file of files) {
      const config = await prettier.resolveConfig(path.join(root, file));
      const isFormatted = await prettier.check(read(file), { ...config, filepath: file });
      expect(isFormatted, file).to.equal(true);
    }
    expect(typeErrors(files)).to.deep.equal([]);
  });

  it("goes on working when the list is long, and for names that are words of JavaScript", async () => {
    for (const tool of ["delete", "list-all-customers", "summarize-long-text", "x2"]) {
      await writeNewTool(root, tool);
    }
    expect(read("handlers/server.ts")).to.include("deleteTool(),").and.include("x2(),");
    expect(typeErrors(["handlers/server.ts"])).to.deep.equal([]);
  });

  for (const name of ["List", "a_b", "-a", "a-", "a--b", "1a", "../x", "a".repeat(65), ""]) {
    it(`refuses the name "${name.slice(0, 12)}" and writes nothing`, async () => {
      const before = read("handlers/server.ts");
      const failure = await writeNewTool(root, name).catch((error: unknown) => error);
      expect((failure as Error).message).to.include("is no name for a tool");
      expect(read("handlers/server.ts")).to.equal(before);
    });
  }

  it("refuses a name that is taken and keeps what is there", async () => {
    const before = read("handlers/tools/add.ts");
    const failure = await writeNewTool(root, "add").catch((error: unknown) => error);
    expect((failure as Error).message).to.equal("handlers/tools/add.ts is there already.");
    expect(read("handlers/tools/add.ts")).to.equal(before);
  });
});
