/**
 * One stack through all modes of `auth`, with the real engine: none -> jwt -> apiKey -> iam -> none.
 * Its URL stays, nothing but the API's deployment is replaced, and each mode lets in whom it should.
 * Each step builds on the one before.
 */
import { expect } from "chai";
import { startIssuer, type TestIssuer } from "jwt-authorizer/testing";
import { FIRST_ANSWER, FIRST_REQUEST, post, send } from "mcp-lambda/testing";
import { DeployedProject } from "./deployed-project";
import { inventory } from "./emulator";
import { missingPrerequisite } from "./prerequisites";
import { closedAfter } from "../support/closed-after";

const STACK = "access";
const REGION = "ap-northeast-2";
/** What makes a deployment of the API: AWS knows no change of one. */
const REPLACED = ["aws:apigateway:Deployment"];

(missingPrerequisite() === undefined ? describe : describe.skip)("one stack in all modes", () => {
  const keep = closedAfter();
  let project: DeployedProject;
  let issuer: TestIssuer;
  let atFirst: Record<string, string[]>;
  /** As the outputs have it, and at the emulator. */
  let url: string;
  let endpoint: string;

  before(async () => {
    issuer = keep(await startIssuer());
    project = keep(await DeployedProject.create(STACK), (it) => it.remove());
    atFirst = await inventory(REGION);
  });

  /** Deploys other settings; a text of "" removes one. @returns what was printed. */
  async function upWith(settings: Readonly<Record<string, string>>): Promise<string> {
    for (const [key, value] of Object.entries(settings)) {
      if (value === "") await project.succeed("pulumi", "config", "rm", key, "--stack", STACK);
      else await project.configure({ [key]: value });
    }
    const output = await project.npm("up");
    const replaced = [...output.matchAll(/\+-\s+(\S+) \S+ replaced/g)].map(([, type]) => type);
    expect(replaced.filter((type) => !REPLACED.includes(type ?? ""))).to.deep.equal([]);
    expect((await project.outputs())["endpoint"]).to.equal(url);
    await project.npm("preview", "--expect-no-changes");
    await inspect();
    return output;
  }

  /** What looks into the emulator for faults, where there is something that does. */
  async function inspect(): Promise<void> {
    const command = process.env["E2E_INSPECT"];
    if (command === undefined) return;
    expect((await project.succeed("sh", "-c", command)).trim()).to.equal("");
  }

  it("none: lets everybody in", async () => {
    endpoint = await project.up({ "aws:region": REGION });
    url = (await project.outputs())["endpoint"] ?? "";

    const { status, json } = await post(endpoint, FIRST_REQUEST);

    expect(status).to.equal(200);
    expect(json).to.deep.equal(FIRST_ANSWER);
  });

  it("jwt: replaces nothing, and says who cannot sign in under a stage", async () => {
    const printed = await upWith({
      auth: "jwt",
      jwtIssuer: issuer.url,
      jwtScopes: "mcp",
      publicUrl: url,
    });

    expect(printed).to.contain("Claude Code").and.contain("set domainName");
  });

  it("jwt: answers 401 with the way to sign in, and serves it", async () => {
    const metadataUrl = url.replace(/\/mcp$/, "/.well-known/oauth-protected-resource/mcp");

    const { status, headers, json } = await post(endpoint, FIRST_REQUEST);
    const served = endpoint.replace(/\/mcp$/, "/.well-known/oauth-protected-resource/mcp");
    const metadata = await send(served, { method: "GET" });

    expect(status).to.equal(401);
    expect(headers.get("www-authenticate")).to.equal(
      `Bearer resource_metadata="${metadataUrl}", scope="mcp"`,
    );
    expect(json).to.have.nested.property("error.message").that.contains(issuer.url);
    expect(metadata.json).to.deep.include({
      resource: url,
      authorization_servers: [issuer.url],
      scopes_supported: ["mcp"],
    });
  });

  it("jwt: lets a good token in, and neither a foreign one nor one without the scope", async () => {
    const good = issuer.sign({ aud: url, scope: "mcp" });
    const foreign = issuer.sign({ aud: "https://else.example.com/mcp", scope: "mcp" });
    const narrow = issuer.sign({ aud: url, scope: "other" });
    const ask = (token: string): ReturnType<typeof post> =>
      post(endpoint, FIRST_REQUEST, { authorization: `Bearer ${token}` });

    const answers = [await ask(good), await ask(foreign), await ask(narrow), await ask(good)];

    expect(answers.map(({ status }) => status)).to.deep.equal([200, 401, 403, 200]);
    expect(answers[0]?.json).to.deep.equal(FIRST_ANSWER);
    expect(answers[2]?.headers.get("www-authenticate")).to.match(
      /^Bearer error="insufficient_scope", scope="mcp", resource_metadata="/,
    );
  });

  it("apiKey: a key each, in the outputs as secrets, and nothing that looks like a sign-in", async () => {
    await upWith({
      jwtIssuer: "",
      jwtScopes: "",
      publicUrl: "",
      auth: "apiKey",
      apiKeys: "alice,ci",
      apiKeyQuotaPerDay: "3",
    });

    const shown = await project.succeed("pulumi", "stack", "output", "--stack", STACK);
    const exported = await project.succeed("pulumi", "stack", "export", "--stack", STACK);
    const keys = await keysByName();

    expect(Object.keys(keys)).to.have.members(["alice", "ci"]);
    expect(shown).to.match(/apiKeys\s+\[secret\]/);
    for (const key of Object.values(keys)) {
      expect(key).to.match(/^\S{20,}$/);
      expect(shown).not.to.contain(key);
      expect(exported).not.to.contain(key);
    }
    const without = await post(endpoint, FIRST_REQUEST);
    expect(without.status).to.equal(403);
    expect(without.headers.has("www-authenticate")).to.equal(false);
    expect(without.json)
      .to.have.nested.property("error.message")
      .that.equals("A key is needed in the header x-api-key.");
  });

  it("apiKey: lets a key in until its quota is used up, and another one still", async () => {
    const { alice = "", ci = "" } = await keysByName();
    const ask = async (key: string): Promise<string> =>
      reached(await post(endpoint, FIRST_REQUEST, { "x-api-key": key }));

    const ofAlice = [await ask(alice), await ask(alice), await ask(alice), await ask(alice)];

    expect(ofAlice).to.deep.equal(["function", "function", "function", "429"]);
    expect(await ask(ci)).to.equal("function");
    expect(await ask(`${ci}x`)).to.equal("403");
  });

  it("apiKey: a name more and a name less leave the others' keys as they are", async () => {
    const before = await keysByName();

    await upWith({ apiKeys: "bob,ci" });

    const after = await keysByName();
    expect(Object.keys(after)).to.have.members(["bob", "ci"]);
    expect(after["ci"]).to.equal(before["ci"]);
    const removed = { "x-api-key": before["alice"] ?? "" };
    expect(reached(await post(endpoint, FIRST_REQUEST, removed))).to.equal("403");
  });

  it("iam: wants a signature", async () => {
    await upWith({ apiKeys: "", apiKeyQuotaPerDay: "", auth: "iam" });

    const { status, json } = await post(endpoint, FIRST_REQUEST);

    expect(status).to.equal(403);
    expect(json).to.have.nested.property("error.message").that.contains("Signature Version 4");
  });

  it("none: lets everybody in again, and destroy leaves nothing", async () => {
    await upWith({ auth: "none" });

    const { status } = await post(endpoint, FIRST_REQUEST);
    await project.npm("destroy");

    expect(status).to.equal(200);
    expect(await inventory(REGION)).to.deep.equal(atFirst);
  });

  /**
   * How far a request came. MiniStack tells a function no id of the key, so that the function refuses
   * the caller: tests/served/authorized.test.ts shows what it does with one.
   */
  function reached({ status, text }: Awaited<ReturnType<typeof post>>): string {
    return text.includes("API Gateway does not say who calls") ? "function" : String(status);
  }

  async function keysByName(): Promise<Readonly<Record<string, string>>> {
    const args = ["stack", "output", "apiKeys", "--json", "--show-secrets", "--stack", STACK];
    return JSON.parse(await project.succeed("pulumi", ...args)) as Record<string, string>;
  }
});
