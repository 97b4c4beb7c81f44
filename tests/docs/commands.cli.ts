/**
 * Every command block of README.md, docs/, AGENTS.md, CONTRIBUTING.md, the skill and the other documents is
 * run, in a copy of the project.
 *
 * Real: bash, git, curl to this machine, `npm start` and the npm scripts that answer at once (new:tool,
 * call, connect, cost, deployer-policy, trace, status, destroy).
 * Stand-ins, which refuse commands, options and names that the real ones do not know: `pulumi` (what it does
 * is run by tests/e2e, with the engine), `aws`, `claude`, `openssl`, curl to other machines.
 * Checked for being there: `npm ci` (that package.json and the lockfile agree), and scripts that run tests,
 * measure for minutes, or hand on to pulumi. PowerShell is read as PowerShell reads it, then run by bash.
 */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import * as queries from "../../infra/monitoring/insights-queries";
import { readConfig } from "../support/read-config";
import { askedSettings } from "./asked-settings";
import { type CommandBlock, commandBlocks, documents } from "./commands/blocks";
import { shellOf } from "./commands/powershell";
import { Workspace } from "./commands/workspace";
import { readDocument } from "./settings-of-docs";
import { type Said, terminalPicture } from "./terminal-picture";

/** Their blocks are run by a test of their own, which this one looks at. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "docs/tools.md": "tests/docs/tools.cli.ts",
};

const TITLES = Object.values(queries).map(({ title }) => title);
const PICTURE = path.join(PROJECT_ROOT, "docs/new-tool.svg");
const BLOCKS = documents().flatMap(commandBlocks);

describe("commands of documents", function () {
  this.timeout(180_000);
  let workspace: Workspace;

  before(async function () {
    // bash, and what it calls, are those of a POSIX system.
    if (process.platform === "win32") this.skip();
    const settings = (await askedSettings()).map(({ key }) => key);
    workspace = await Workspace.create({ settings, queries: TITLES });
  });

  after(() => {
    // Not made where `before` has failed, which is then what is to be seen.
    (workspace as Workspace | undefined)?.close();
  });

  /** Settings that a block makes are taken by the program, all together. */
  async function expectAccepted(config: Readonly<Record<string, string>>): Promise<void> {
    const { "aws:region": _, ...own } = config;
    if (Object.keys(own).length > 0) await readConfig(own);
  }

  let document = "";

  async function runBlock({ file, language, text }: CommandBlock): Promise<void> {
    if (file !== document) workspace.leaveDocument();
    document = file;
    const script = language === "powershell" ? shellOf(text) : text;
    const needsServer = /npm run call|127\.0\.0\.1:3000|run connect$/m.test(script);
    const isServed = /npm start/.test(script) || workspace.hasServer();
    const { code, output } = await workspace.run(
      needsServer && !isServed ? `npm start\n${script}` : script,
    );

    expect(code, `${output}\n${workspace.serverLog()}`).to.equal(0);
    await expectAccepted(workspace.config());
  }

  /** The commands of a block one by one, and the picture that README.md shows of them. */
  async function runPictured({ text }: CommandBlock): Promise<void> {
    const said: Said[] = [];
    for (const command of text.trimEnd().split("\n")) {
      const { code, output } = await workspace.run(command);
      expect(code, output).to.equal(0);
      said.push({ command: command.replace(/ +#/, "  #"), output });
    }
    const picture = terminalPicture("A new tool is written, and called", said);
    if (process.env["WRITE_DOCS"] !== undefined) fs.writeFileSync(PICTURE, picture);

    expect(fs.readFileSync(PICTURE, "utf8"), "run: npm run docs").to.equal(picture);
  }

  it("are found where people look first", () => {
    const files = new Set(BLOCKS.map(({ file }) => file));

    expect([...files]).to.include.members(["README.md", "AGENTS.md", "CONTRIBUTING.md"]);
    expect(BLOCKS.length).to.be.greaterThan(40);
  });

  for (const block of BLOCKS) {
    const elsewhere = ELSEWHERE[block.file];
    const [first = ""] = block.text.split("\n");
    const title = `${block.file}:${block.line} (${block.language}): ${first.slice(0, 60)}`;
    if (block.file === "README.md" && first.startsWith("npm run new:tool")) {
      it(`work, and are shown in docs/new-tool.svg: ${title}`, () => runPictured(block));
    } else if (elsewhere === undefined) {
      it(`work: ${title}`, () => runBlock(block));
    } else {
      it(`are run by ${elsewhere}: ${title}`, () => {
        expect(readDocument(elsewhere)).to.include(`readDocument("${block.file}")`);
        expect(readDocument(elsewhere)).to.include('fencedBlocks(TEXT, "sh")');
      });
    }
  }
});
