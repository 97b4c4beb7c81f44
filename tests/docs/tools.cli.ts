/** docs/tools.md: each step is a tool that compiles and works, and each command does what it says. */
import { expect } from "chai";
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import type { AnyTool } from "mcp-lambda";
import { runTask, runTool } from "mcp-lambda/testing";
import { LocalServer } from "pulumi-local";
import { NewToolProject, serverText } from "../scripts/new-tool-project";
import { UNTHROTTLED } from "../support/local-server";
import { stackSettings } from "../support/program";
import { copyProject } from "../support/project-copy";
import { runProjectScript } from "../support/script";
import { evaluate, runTests } from "./evaluate";
import { fencedBlocks, readDocument } from "./settings-of-docs";

const TEXT = readDocument("docs/tools.md");
const BLOCKS = fencedBlocks(TEXT, "ts");
const [PLAIN = "", ORDERS = "", TABLE = "", SECRET = "", QUESTION = "", TASK = "", PACK = ""] =
  BLOCKS;
const TEST = BLOCKS.at(-1) ?? "";
const COMMANDS = fencedBlocks(TEXT, "sh").flatMap((block) => block.trim().split("\n"));
const [SECRETS = ""] = fencedBlocks(TEXT, "json");

/** What a step says to import, by where it comes from. */
const IMPORTED = {
  "mcp-lambda": ["type AnyTool", "callerId", "defineTool", "failure", "secret", "table", "text"],
  "node:crypto": ["createHmac", "randomUUID"],
  zod: ["z"],
};

/** The first block, with its last members replaced by those of a step. */
function fileOf(step: string): string {
  const { index } = /^ {4}run: /m.exec(PLAIN) ?? { index: 0 };
  const function_ = PLAIN.slice(PLAIN.indexOf("export function"), index);
  const pack = step.includes("pack(") ? PACK : "";
  const body = `${ORDERS}\n${function_}${step}  });\n}\n${pack}`;
  const isUsed = (name: string): boolean =>
    new RegExp(`\\b${name.replace("type ", "")}\\b`).test(body);
  const imports = Object.entries(IMPORTED).map(
    ([from, names]) => `import { ${names.filter(isUsed).join(", ")} } from "${from}";\n`,
  );
  return `${imports.filter((line) => !line.includes("{  }")).join("")}${body}`;
}

const toolIn = (file: string): AnyTool =>
  (evaluate(file) as { readonly placeOrder: () => AnyTool }).placeOrder();

describe("docs/tools.md", () => {
  const INPUT = { product: "lamp", quantity: 2 };
  let kept: object[];
  const clients = {
    orders: {
      put: (order: object) => Promise.resolve(kept.push(order) > 0),
      query: () => Promise.resolve(kept),
    },
    pickUpKey: {
      value: () => Promise.resolve((JSON.parse(SECRETS) as { pickUpKey: string }).pickUpKey),
    },
  };
  const order = async (step: string, ...answers: readonly unknown[]): Promise<string> => {
    const options = { clients, answers };
    const { content } = await runTool(toolIn(fileOf(step)), INPUT, undefined, options);
    return (content as { readonly text: string }[])[0]?.text ?? "";
  };

  beforeEach(() => {
    kept = [];
  });

  it("has the blocks that are tested here, and no others", () => {
    expect(BLOCKS).to.have.length(8);
    expect(fencedBlocks(TEXT, "json")).to.have.length(1);
  });

  it("begins with a tool that works", async () => {
    const { content } = await runTool(toolIn(PLAIN), INPUT);

    expect(content).to.deep.equal([{ type: "text", text: "Ordered: 2 × lamp." }]);
  });

  it("goes on to one that remembers", async () => {
    await order(TABLE);

    expect(await order(TABLE)).to.equal("Ordered: 2 × lamp. These are 2 orders now.");
    expect(kept[0]).to.include({ owner: "anonymous", ...INPUT });
  });

  it("goes on to one with a secret", async () => {
    const said = await order(SECRET);

    expect(said).to.match(/^Ordered: 2 × lamp\. Pick it up with the code [0-9a-f]{8}\.$/);
    expect(said).to.not.include("a key");
  });

  it("goes on to one that asks", async () => {
    expect(await order(QUESTION, false)).to.equal("Nothing was ordered.");
    expect(kept).to.deep.equal([]);
    expect(await order(QUESTION, true)).to.match(/^Ordered: 2 × lamp\. .+ code [0-9a-f]{8}\.$/);
    expect(kept).to.have.length(1);
  });

  it("goes on to one that is a task", async () => {
    const tool = toolIn(fileOf(TASK));
    const withClients: AnyTool = {
      ...tool,
      run: (input, context) => tool.run(input, { ...context, ...clients }),
    };

    const { said, asked, status } = await runTask(withClients, INPUT, {
      answers: [{ sure: true }],
    });

    expect({ said, asked, status }).to.deep.equal({
      said: ["1 of 2 packed", "2 of 2 packed"],
      asked: ["Order 2 × lamp?"],
      status: "completed",
    });
    expect(kept).to.have.length(1);
  });

  it("has a test that passes", async () => {
    const placeOrder = (): AnyTool => toolIn(fileOf(TASK));

    expect(await runTests(TEST, { expect, runTool, placeOrder })).to.equal(1);
  });

  it("compiles at each step", function () {
    this.timeout(120_000);
    const project = new NewToolProject(serverText("tools: [],"));
    const files = [PLAIN, ...[TABLE, SECRET, QUESTION, TASK].map(fileOf)].map((text, step) => {
      const file = `handlers/tools/step-${step}.ts`;
      project.write(file, text);
      return file;
    });

    const errors = project.typeErrors(files);

    project.remove();
    expect(errors).to.deep.equal([]);
  });
});

describe("the commands of docs/tools.md", function () {
  this.timeout(180_000);
  const CREATE = "npm run new:tool -- ";
  const CALL = "npm run call -- ";
  const wordsOf = (command: string, start: string): readonly string[] =>
    [...command.slice(start.length).matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? "",
    );
  let folder: string;
  let root: string;
  let server: LocalServer | undefined;
  const outputs: string[] = [];

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "docs-tools-"));
    root = copyProject(path.join(folder, "project"));
    for (const command of COMMANDS.filter((line) => line.startsWith(CREATE))) {
      const script = ["--require", "pulumi-handler-layer/register", "scripts/new-tool.ts"];
      const args = [...script, ...wordsOf(command, CREATE)];
      outputs.push((await promisify(execFile)(process.execPath, args, { cwd: root })).stdout);
    }
  });

  after(async () => {
    await server?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("are these two scripts", () => {
    const others = COMMANDS.filter((line) => !line.startsWith(CREATE) && !line.startsWith(CALL));

    expect(others).to.deep.equal([]);
  });

  it("write what they say, or list the examples", () => {
    const written = outputs.filter((output) => output.startsWith("Written: "));

    expect(written).to.have.length(outputs.length - 1);
    expect(outputs.find((output) => !written.includes(output))).to.include("save-note");
  });

  it("call tools of the server, which has them all", async () => {
    server = await LocalServer.start({
      settings: stackSettings(UNTHROTTLED),
      port: 0,
      programFolder: root,
      onWarning: () => undefined,
      onLine: () => undefined,
    });
    const said: string[] = [];
    for (const command of COMMANDS.filter((line) => line.startsWith(CALL))) {
      const args = [...wordsOf(command, CALL), "--url", server.endpoint];
      said.push((await runProjectScript("call", args)).output);
    }
    const kept = ["keep-message", '{"message":"hello"}', "--url", server.endpoint];
    said.push((await runProjectScript("call", kept)).output);

    expect(said[0]).to.equal("place-order: hello\n");
    expect(JSON.parse(said[1] ?? "")).to.deep.include({ columns: ["region", "sum(amount)"] });
    expect(said[2]).to.equal("keep-message: hello (1 kept)\n");
  });
});
