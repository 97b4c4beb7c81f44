/**
 * A secret setting, wired as docs/settings.md says, with the real engine: its value lies in clear nowhere in
 * what Pulumi keeps or prints, nor in what is uploaded, and the function has it, here and deployed.
 */
import { expect } from "chai";
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { LocalServer, readStackSettings } from "pulumi-local";
import { FIRST_REQUEST, post } from "mcp-lambda/testing";
import { EDITED_TOOL } from "../support/project-copy";
import { DeployedProject } from "./deployed-project";
import { missingPrerequisite } from "./prerequisites";
import { closedAfter } from "../support/closed-after";

const STACK = "secret";
/** In both values; another one each time, since caches may have this file. */
const MARK = randomUUID();
const OF_SETTING = `setting-${MARK}`;
const OF_TOOL_ACCESS = `tool-access-${MARK}`;
const BOTH = { content: [{ type: "text", text: `${OF_SETTING} ${OF_TOOL_ACCESS}` }] };

(missingPrerequisite() === undefined ? describe : describe.skip)("a secret setting", () => {
  const keep = closedAfter();
  let project: DeployedProject;
  let printed = "";

  before(async () => {
    project = keep(await DeployedProject.create(STACK, wireSecrets), (it) => it.remove());
  });

  it("reaches the deployed function", async () => {
    await project.succeed("pulumi", "stack", "init", STACK);
    const keys = { ordersApiKey: OF_SETTING, mailToken: OF_TOOL_ACCESS };
    for (const [key, value] of Object.entries(keys)) {
      await project.succeed("pulumi", "config", "set", "--secret", key, value, "--stack", STACK);
    }
    await project.configure({ "aws:region": "ap-northeast-2" });
    printed += await project.npm("preview");
    printed += await project.npm("up");
    printed += await project.npm("preview");

    const { json } = await post(await project.emulatorEndpoint(), FIRST_REQUEST);

    expect(json).to.have.property("result").that.deep.equals(BOTH);
  });

  it("is in clear in no state, backup, history or export", async () => {
    await project.configure({ memoryMb: "256" });
    printed += await project.npm("up");
    printed += await project.succeed("pulumi", "stack", "export", "--stack", STACK);
    printed += await project.npm("status");

    const files = filesBelow(project.stateFolder);

    expect(files.some((file) => /stacks.*secret\.json$/.test(file))).to.equal(true);
    expect(files.some((file) => file.endsWith(".bak"))).to.equal(true);
    expect(files.some((file) => file.includes("history"))).to.equal(true);
    expect(files.filter(tells)).to.deep.equal([]);
  });

  it("is printed by no command", () => {
    expect(printed).to.include("ORDERS_API_KEY");
    expect(printed).to.not.include(MARK);
  });

  it("is in no file of the project, compiled and bundled ones included", () => {
    expect(filesBelow(project.folder).filter(tells)).to.deep.equal([]);
  });

  it("comes to npm start from the stack's local file, and is in no archive", async () => {
    const local = path.join(project.folder, `Pulumi.${STACK}.local.yaml`);
    fs.writeFileSync(
      local,
      `config:\n  mcp-server:ordersApiKey: ${OF_SETTING}\n  mcp-server:mailToken: ${OF_TOOL_ACCESS}\n`,
    );
    const lines: string[] = [];
    const server = await LocalServer.start({
      settings: readStackSettings(project.folder, STACK),
      programFolder: project.folder,
      port: 0,
      onWarning: (text) => lines.push(text),
      onLine: (line) => lines.push(JSON.stringify(line)),
    });
    try {
      const { json } = await post(server.endpoint, FIRST_REQUEST);
      expect(json).to.have.property("result").that.deep.equals(BOTH);
      expect(lines.join("\n")).to.not.include(MARK);
    } finally {
      await server.close();
      fs.rmSync(local);
    }
  });
});

/** As docs/settings.md says: a setting and a variable of it, and one that infra/tool-access.ts makes. */
function wireSecrets(folder: string): void {
  const edit = (file: string, part: string | RegExp, by: string): void => {
    const text = fs.readFileSync(path.join(folder, file), "utf8");
    const edited = text.replace(part, by);
    if (edited === text) throw new Error(`${file} has no ${String(part)}`);
    fs.writeFileSync(path.join(folder, file), edited);
  };
  edit(
    "infra/settings.ts",
    "    function: {\n",
    `$&      ordersApiKey: reader.secret("ordersApiKey", "the key of the orders API", /^\\S+$/),
      mailToken: reader.secret("mailToken", "the token of the mail server", /^\\S+$/),\n`,
  );
  edit(
    "infra/function/mcp-function.ts",
    "    ENVIRONMENT: args.stage,\n",
    "$&    ...(args.ordersApiKey && { ORDERS_API_KEY: args.ordersApiKey }),\n",
  );
  edit("infra/tool-access.ts", "import type * as pulumi", "import * as pulumi");
  edit(
    "infra/tool-access.ts",
    "= {};",
    '= { MAIL_TOKEN: new pulumi.Config().requireSecret("mailToken") };',
  );
  edit(
    EDITED_TOOL,
    /run: \(\{ a, b \}\) => text\(`.*`\)/,
    'run: () => text(`${process.env["ORDERS_API_KEY"]} ${process.env["MAIL_TOKEN"]}`)',
  );
}

function filesBelow(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function tells(file: string): boolean {
  return fs.readFileSync(file).includes(MARK);
}
