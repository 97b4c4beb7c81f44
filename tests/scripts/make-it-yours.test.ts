/** `npm run make-it-yours` by its parts; tests/e2e/new-project.e2e.ts runs it on a whole project. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { leftoversOf } from "../../scripts/make-it-yours/leftovers";
import { dropLinks } from "../../scripts/make-it-yours/links";
import { serverText } from "../../scripts/make-it-yours/own-texts";
import { readIdentity, rename } from "../../scripts/make-it-yours/renaming";

const EXAMPLES_ALONE = 'import { add } from "./tools/add";\n';

describe("make-it-yours", () => {
  let root: string;

  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-yours-"));
    write("handlers/server.ts", EXAMPLES_ALONE);
    write("handlers/tools/add.ts", "");
    write("bench/run.ts", "");
  });

  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  const removed = (keepExamples = false): string[] =>
    leftoversOf(root, keepExamples).removed.map(([file]) => file);

  it("removes of its list what is there, and begins the server anew", () => {
    expect(removed()).to.deep.equal(["handlers/tools/add.ts", "bench"]);
    expect(leftoversOf(root, false).isServerEmptied).to.equal(true);
  });

  it("leaves the examples where it is told to", () => {
    expect(removed(true)).to.deep.equal(["bench"]);
    expect(leftoversOf(root, true).isServerEmptied).to.equal(false);
  });

  it("leaves server and examples where somebody has added a tool, which would be lost", () => {
    write("handlers/server.ts", `${EXAMPLES_ALONE}import { mine } from "./tools/mine";\n`);
    expect(removed()).to.deep.equal(["bench"]);
    expect(leftoversOf(root, false).isServerEmptied).to.equal(false);
  });

  it("reads name and description as Pulumi.yaml has them", () => {
    write("Pulumi.yaml", 'name: my-tools\ndescription: "Tools: of ours"\nruntime: nodejs\n');
    expect(readIdentity(root)).to.deep.equal({ name: "my-tools", description: "Tools: of ours" });
    write("Pulumi.yaml", "name: my-tools # ours\n");
    expect(readIdentity(root)).to.deep.equal({ name: "my-tools", description: "my-tools" });
  });

  it("writes the name where it is needed, and takes scripts of what is gone", () => {
    const scripts = { bench: "node bench/run.ts", start: "node start.js" };
    write("Pulumi.yaml", "name: mcp-server\nruntime: nodejs\n");
    const others = "  aws:region: eu-west-1\n  my-mcp-server:x: 1\n  # mcp-server: a remark\n";
    write(
      "Pulumi.dev.yaml",
      `config:\n${others}  mcp-server:auth: iam\n  # mcp-server:waf: true\n`,
    );
    write("package.json", JSON.stringify({ name: "mcp-server", version: "0.1.0", scripts }));
    write(
      "package-lock.json",
      JSON.stringify({ name: "mcp-server", packages: { "": { name: "mcp-server" }, a: {} } }),
    );
    const identity = { name: "My-Tools", description: "Tools" };

    const files = rename(root, "mcp-server", { identity, gone: ["bench"] });

    expect(files).to.have.members([
      ...["Pulumi.yaml", "Pulumi.dev.yaml", "package.json", "package-lock.json"],
    ]);
    expect(read("Pulumi.yaml")).to.equal("name: My-Tools\nruntime: nodejs\n");
    expect(read("Pulumi.dev.yaml")).to.equal(
      `config:\n${others}  My-Tools:auth: iam\n  # My-Tools:waf: true\n`,
    );
    expect(JSON.parse(read("package.json"))).to.deep.equal({
      name: "my-tools",
      version: "0.1.0",
      scripts: { start: "node start.js" },
      description: "Tools",
    });
    expect(JSON.parse(read("package-lock.json"))).to.deep.equal({
      name: "my-tools",
      packages: { "": { name: "my-tools" }, a: {} },
    });
  });

  it("takes links to what is gone out of the pages that stay", async () => {
    const page = [
      "- [Comparison](comparison.md): with others",
      "- [Tools](tools.md): as [measured](comparison.md#speed), see [bench](../bench/RESULTS.md)",
      "| compare | [Comparison](comparison.md) |",
    ];
    write("docs/README.md", page.join("\n"));

    await dropLinks(root, ["docs/comparison.md", "bench"]);

    expect(read("docs/README.md")).to.equal("- [Tools](tools.md): as measured, see bench\n");
  });

  it("knows the examples of this project by their files", () => {
    const text = fs.readFileSync(path.join(PROJECT_ROOT, "handlers/server.ts"), "utf8");
    const isTemplates = text.includes("./tools/text-statistics");
    // In a project of one's own the list is another.
    if (isTemplates) expect(leftoversOf(PROJECT_ROOT, false).isServerEmptied).to.equal(true);
    expect(serverText({ name: "a", description: 'A "title"' })).to.include(
      'title: "A \\"title\\""',
    );
  });
});
