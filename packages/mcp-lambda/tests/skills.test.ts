/** Skills: what a folder of them becomes, in both eras, and what stops a start. */
import { expect } from "chai";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readSkills, type Skills } from "../skills";
import type { Ask } from "../testing/ask";
import { serverWith } from "../testing/definitions";
import { modern } from "../testing/mcp";
import { capturing } from "../testing/output";
import { askingServer } from "./support/handler";

const MANIFEST = `---
name: refunds
description: >-
  How a refund is made,
  and when.
metadata:
  com.example/owner: orders
---
# Refunds é
`;
const FILES = {
  "refunds/SKILL.md": MANIFEST,
  "refunds/references/limits.csv": "a,1\n",
  "refunds/logo.png": Buffer.of(0x89, 0x50, 0xff),
  "refunds/.DS_Store": "x",
  "returns/SKILL.md": "---\r\nname: returns\r\ndescription: Returns.\r\n---\r\n",
};
const MANIFEST_URI = "skill://refunds/SKILL.md";

describe("skills", () => {
  const folders: string[] = [];
  after(() => {
    for (const folder of folders) fs.rmSync(folder, { recursive: true });
  });

  /** The skills of a folder "skills" with these files. */
  function skillsOf(files: Readonly<Record<string, string | Buffer>>): Skills {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-lambda-skills-"));
    folders.push(root);
    const folder = path.join(root, "skills");
    fs.mkdirSync(folder);
    for (const [name, contents] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), contents);
    }
    return readSkills(folder);
  }
  const asking = (files: Readonly<Record<string, string | Buffer>> = FILES): Ask =>
    askingServer(serverWith({ skills: skillsOf(files) }));

  async function modernly(
    ask: Ask,
    method: string,
    params: Readonly<Record<string, unknown>> = {},
  ): ReturnType<Ask> {
    const { body, headers } = modern(method, params);
    return ask(body, { headers });
  }

  it("are announced with the resources that they are", async () => {
    const { json } = await modernly(asking(), "server/discover");

    expect(json.result?.["capabilities"]).to.deep.equal({
      tools: { listChanged: false },
      resources: { listChanged: false },
      extensions: { "io.modelcontextprotocol/skills": { directoryRead: true } },
    });
  });

  it("are announced beside an extension of the server's own", async () => {
    const capabilities = { extensions: { "com.example/x": {} } };
    const ask = askingServer(serverWith({ skills: skillsOf(FILES), options: { capabilities } }));

    const { json } = await modernly(ask, "server/discover");

    expect(json.result?.["capabilities"])
      .to.have.property("extensions")
      .that.has.all.keys("com.example/x", "io.modelcontextprotocol/skills");
  });

  it("are listed with all of their head, and digests of all of their files", async () => {
    const { json } = await modernly(asking(), "skills/list");

    const { skills, ttlMs, cacheScope } = json.result ?? {};
    const [refunds, returns] = skills as { uri: string; resources: object[] }[];
    expect([ttlMs, cacheScope]).to.deep.equal([300_000, "public"]);
    expect(refunds).to.deep.include({
      uri: MANIFEST_URI,
      frontmatter: {
        name: "refunds",
        description: "How a refund is made, and when.",
        metadata: { "com.example/owner": "orders" },
      },
    });
    expect(refunds?.resources)
      .to.have.length(3)
      .and.deep.include({
        uri: MANIFEST_URI,
        digest: `sha256:${createHash("sha256").update(MANIFEST).digest("hex")}`,
        size: Buffer.byteLength(MANIFEST),
      });
    expect(returns?.uri).to.equal("skill://returns/SKILL.md");
  });

  it("are got one by one; an unknown one is refused with -32602", async () => {
    const ask = asking();
    const list = await ask({ jsonrpc: "2.0", id: 1, method: "skills/list" });

    const get = await modernly(ask, "skills/get", { uri: MANIFEST_URI });
    const none = await modernly(ask, "skills/get", { uri: "skill://nope/SKILL.md" });

    const [refunds] = list.json.result?.["skills"] as object[];
    expect(list.json.result).to.have.all.keys("skills");
    expect(get.json.result).to.deep.include({ skill: refunds, ttlMs: 300_000 });
    expect(none.json.error).to.deep.equal({
      code: -32602,
      message: "No skill is served at skill://nope/SKILL.md",
    });
  });

  it("have their folders read, one level each", async () => {
    const ask = asking();
    const children = async (uri: string): Promise<unknown> =>
      (await modernly(ask, "resources/directory/read", { uri })).json.result?.["resources"];

    expect(await children("skill://refunds")).to.deep.equal([
      { uri: MANIFEST_URI, name: "SKILL.md", mimeType: "text/markdown" },
      { uri: "skill://refunds/logo.png", name: "logo.png", mimeType: "image/png" },
      { uri: "skill://refunds/references", name: "references", mimeType: "inode/directory" },
    ]);
    expect(await children("skill://refunds/references")).to.deep.equal([
      { uri: "skill://refunds/references/limits.csv", name: "limits.csv", mimeType: "text/csv" },
    ]);
  });

  for (const uri of [MANIFEST_URI, "skill://nope", "skill://refunds/references/", "x://y"]) {
    it(`refuse to read ${uri} as a folder`, async () => {
      const { json } = await modernly(asking(), "resources/directory/read", { uri });

      expect(json.error).to.deep.equal({ code: -32602, message: `There is no directory ${uri}` });
    });
  }

  const read: readonly (readonly [file: string, mimeType: string, sent: object])[] = [
    ["refunds/SKILL.md", "text/markdown", { text: MANIFEST }],
    ["refunds/references/limits.csv", "text/csv", { text: "a,1\n" }],
    ["refunds/logo.png", "image/png", { blob: "iVD/" }],
  ];
  for (const [file, mimeType, sent] of read) {
    it(`have ${file} read as a resource, byte for byte`, async () => {
      const uri = `skill://${file}`;

      const { json } = await modernly(asking(), "resources/read", { uri });

      expect(json.result?.["contents"]).to.deep.equal([{ uri, mimeType, ...sent }]);
    });
  }

  for (const uri of ["skill://refunds", "skill://refunds/.DS_Store", "skill://refunds/../x"]) {
    it(`do not have ${uri}`, async () => {
      const { json } = await modernly(asking(), "resources/read", { uri });

      expect(json.error?.message).to.equal(`Resource not found: ${uri}`);
    });
  }

  it("have each SKILL.md among the resources, after the server's own", async () => {
    const own = { uri: "x://y", name: "y", title: "Y", description: "Y.", mimeType: "text/plain" };
    const resources = [{ ...own, read: () => "" }];
    const ask = askingServer(serverWith({ skills: skillsOf(FILES), resources }));

    const { json } = await modernly(ask, "resources/list");

    expect(json.result?.["resources"]).to.deep.equal([
      own,
      {
        uri: MANIFEST_URI,
        name: "refunds",
        description: "How a refund is made, and when.",
        mimeType: "text/markdown",
      },
      {
        uri: "skill://returns/SKILL.md",
        name: "returns",
        description: "Returns.",
        mimeType: "text/markdown",
      },
    ]);
  });

  it("report to their author what a full reading finds, and serve what is beside them", async () => {
    const ask = asking({ "odd/SKILL.md": "---\nname: odd\ndescription: &a x\n---\n" });

    const { result, output } = await capturing(() => modernly(ask, "skills/list"));
    const resources = await modernly(ask, "resources/list");

    expect(result.json.error).to.deep.equal({
      code: -32603,
      message: "The skills failed. The reason is in the server's log under request id request-1.",
    });
    expect(output).to.include("anchors, aliases and tags are not supported");
    expect(resources.json.result?.["resources"]).to.deep.equal([]);
  });

  const manifest = (name: string): string => `---\nname: ${name}\ndescription: x\n---\n`;
  const wrong: readonly (readonly [string, Record<string, string>, string])[] = [
    ["no skill", {}, "skills: there is no skill: write skills/NAME/SKILL.md"],
    ["a file in place of one", { "a.md": "" }, "skills/a.md: a skill is a folder with a SKILL.md"],
    ["a folder without SKILL.md", { "a/skill.md": "" }, "skills/a: there is no SKILL.md"],
    ["capitals", { "Aa/SKILL.md": manifest("Aa") }, "skills/Aa: name it with 1 to 64 lower-case"],
    ["another name", { "a/SKILL.md": manifest("b") }, 'its name is "b": call it "a"'],
    ["no head", { "a/SKILL.md": "# A" }, "skills/a/SKILL.md: begin it with ---, name: a"],
    ["no description", { "a/SKILL.md": "---\nname: a\n---\n" }, "skills/a/SKILL.md: begin it"],
    [
      "a file that a URI cannot name",
      { "a/SKILL.md": manifest("a"), "a/b c.md": "" },
      "skills/a/b c.md: name it with letters",
    ],
  ];
  for (const [what, files, message] of wrong) {
    it(`stop a start with ${what}`, () => {
      expect(() => skillsOf(files)).to.throw(message);
    });
  }
});
