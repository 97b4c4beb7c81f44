/**
 * Tools with a table, a secret and a bucket, deployed with the real engine: they work, with the rights
 * that they name; the secret's value lies nowhere; a protected table stops what would remove it.
 */
import { expect } from "chai";
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { call, modern, post } from "mcp-lambda/testing";
import { DeployedProject } from "./deployed-project";
import { EMULATOR, missingPrerequisite } from "./prerequisites";
import { closedAfter } from "../support/closed-after";

const STACK = "needs";
const REGION = "ap-northeast-2";
const VALUE = `value-${randomUUID()}`;
const PARAMETER = `/mcp-server-${STACK}/orders-key`;

const SERVER = `export { defineServer } from "../tests/fixtures/needs/server";\n`;

interface Asked {
  readonly resultType?: string;
  readonly requestState?: string;
  readonly inputRequests?: object;
  readonly isError?: boolean;
  readonly content?: readonly { readonly text: string }[];
}

async function askSsm(operation: string, input: object): Promise<Response> {
  const scope = `test/20260101/${REGION}/ssm/aws4_request`;
  return fetch(EMULATOR, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AmazonSSM.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
}

(missingPrerequisite() === undefined ? describe : describe.skip)("tools with needs", () => {
  const keep = closedAfter();
  let project: DeployedProject;
  let endpoint: string;
  let printed = "";
  const textOf = async (tool: string, args: object = {}): Promise<string> => {
    const { json } = await post(endpoint, call(tool, args));
    const { content } = (json as { result: { content: readonly { readonly text: string }[] } })
      .result;
    return content[0]?.text ?? "";
  };

  const askToClear = async (more: object = {}): Promise<Asked> => {
    const params = { name: "clear-notes", arguments: {}, ...more };
    const { body, headers } = modern("tools/call", params);
    const message = body as { params: { _meta: Record<string, unknown> } };
    const capabilities = "io.modelcontextprotocol/clientCapabilities";
    message.params._meta[capabilities] = { elicitation: { form: {} } };
    return ((await post(endpoint, message, headers)).json as { result: Asked }).result;
  };

  before(async () => {
    const change = (folder: string): void => {
      fs.writeFileSync(path.join(folder, "handlers/server.ts"), SERVER);
    };
    project = keep(await DeployedProject.create(STACK, change), (it) => it.remove());
    endpoint = await project.up({ "aws:region": REGION, protectData: "false" });
  });

  after(() => askSsm("DeleteParameter", { Name: PARAMETER }));

  it("share a table, and each does with it what it may", async () => {
    expect(await textOf("save-note", { id: "1", text: "first" })).to.equal("saved");
    expect(await textOf("save-note", { id: "1", text: "again" })).to.equal(
      "there is one of this id",
    );
    expect(await textOf("save-note", { id: "2", text: "second" })).to.equal("saved");

    expect(await textOf("list-notes")).to.equal("first, second");
  });

  it("fail where a secret is missing, and find it as soon as it is set", async () => {
    expect(await textOf("secret-length")).to.match(/^The tool "secret-length" failed\./);
    await askSsm("PutParameter", { Name: PARAMETER, Value: VALUE, Type: "SecureString" });

    expect(await textOf("secret-length")).to.equal(String(VALUE.length));
  });

  it("store a file, whose link opens without a signature of one's own", async () => {
    const link = await textOf("store-file", { name: "notes/übersicht 1+1.txt", text: "déjà vu" });

    const opened = await fetch(link);

    expect(new URL(link).pathname).to.match(
      /^\/mcp-server-needs-files-\w+\/notes\/%C3%BCbersicht%201%2B1\.txt$/,
    );
    expect([opened.status, await opened.text()]).to.deep.equal([200, "déjà vu"]);
    expect(opened.headers.get("content-type")).to.equal("text/plain; charset=utf-8");
  });

  it("ask before they delete: a state is good once, in whichever environment it arrives", async () => {
    const asked = await askToClear();
    const { requestState = "", inputRequests = {} } = asked;
    const [key = ""] = Object.keys(inputRequests);
    const yes = { [key]: { action: "accept", content: { confirm: true } } };

    const done = await askToClear({ requestState, inputResponses: yes });
    const replayed = await askToClear({ requestState, inputResponses: yes });

    expect(asked.resultType).to.equal("input_required");
    expect(done.content?.[0]?.text).to.equal("deleted");
    expect(replayed.isError).to.equal(true);
    expect(await textOf("list-notes")).to.equal("");
    expect(await textOf("save-note", { id: "3", text: "third" })).to.equal("saved");
  });

  it("change nothing at a second preview, and find no fault", async () => {
    printed += await project.npm("preview", "--expect-no-changes");
    const command = process.env["E2E_INSPECT"];

    if (command !== undefined) {
      expect((await project.succeed("sh", "-c", command)).trim()).to.equal("");
    }
  });

  it("leave the secret's value in no state, output or file", async () => {
    printed += await project.succeed("pulumi", "stack", "export", "--stack", STACK);
    printed += await project.succeed("pulumi", "stack", "output", "--json", "--stack", STACK);
    const files = fs
      .readdirSync(project.stateFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), "utf8"));

    expect(files.length).to.be.greaterThan(0);
    expect([printed, ...files].filter((text) => text.includes(VALUE))).to.deep.equal([]);
  });

  it("make a table anew whose key changes its type, which the provider sees no change in", async () => {
    const file = path.join(project.folder, "tests/fixtures/needs/server.ts");
    const source = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, source.replace("id: z.string(),\n  text:", "id: z.number(),\n  text:"));
    const preview = await project.npm("preview", "--diff");
    fs.writeFileSync(file, source);

    expect(preview).to.match(/\+-\s*aws:dynamodb\/table:Table: \(replace\)/);
  });

  it("keep a protected table: what would remove it stops, and says so", async () => {
    await project.configure({ protectData: "true" });
    await project.npm("up");

    const { code, output } = await project.run("npm", "run", "destroy", "--", "--stack", STACK);

    expect(code).to.not.equal(0);
    expect(output).to.include("protect");
    expect(await textOf("list-notes")).to.equal("third");
    await project.configure({ protectData: "false" });
    await project.npm("up");
  });
});
