/** What the local issuer keeps for the next process. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type LocalIssuer, startIssuer } from "../../oauth/issuer";
import { IssuerStore } from "../../oauth/issuer-store";
import { askTokens, begin, claimsOf, exchange, register, submit } from "../support/oauth-client";

const RESOURCE = "http://127.0.0.1:3000/mcp";

describe("what the local issuer keeps", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "issuer-"));
    file = path.join(folder, "made", "issuer.json");
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  const start = (): Promise<LocalIssuer> =>
    startIssuer({ port: 0, file, resource: () => ({ url: RESOURCE, scopes: ["notes:read"] }) });

  it("lets a client refresh at the issuer of the next process, with the same key", async () => {
    const first = await start();
    const begun = await begin(first.url, { scope: "notes:read", resource: RESOURCE });
    const redirect = await submit(begun, { account: "bob", scopes: ["notes:read"] });
    const tokens = await exchange(first.url, begun, redirect);
    const keys = await (await fetch(`${first.url}/jwks`)).text();
    await first.close();

    const second = await start();
    const refresh = { grant_type: "refresh_token", refresh_token: tokens.refresh_token ?? "" };
    const answer = await askTokens(second.url, refresh);
    const keysAfterwards = await (await fetch(`${second.url}/jwks`)).text();
    await second.close();

    expect(answer.status).to.equal(200);
    expect(claimsOf(answer.access_token)).to.include({ sub: "bob", scope: "notes:read" });
    expect(keysAfterwards).to.equal(keys);
  });

  it("keeps nothing of a sign-in that is under way, and lets nobody else read the file", async () => {
    const issuer = await start();
    const begun = await begin(issuer.url, { scope: "notes:read" });
    await submit(begun, { account: "bob", scopes: ["notes:read"] });
    await issuer.close();

    const models = Object.keys(kept(file).entries).map((key) => key.split(":")[0]);
    expect(new Set(models)).to.deep.equal(new Set(["Grant"]));
    if (process.platform !== "win32") expect(fs.statSync(file).mode & 0o777).to.equal(0o600);
  });

  it("begins anew where the file cannot be read", () => {
    const store = new IssuerStore({ file });
    store.set("Grant:g", { clientId: "c" });
    store.close();
    expect(new IssuerStore({ file }).key).to.deep.equal(store.key);
    fs.writeFileSync(file, "{");
    expect(new IssuerStore({ file }).key).to.not.deep.equal(store.key);
  });

  it("writes no file before there is something to keep", async () => {
    const issuer = await start();
    const redirectUri = "http://127.0.0.1:1/callback";
    const registration = { redirect_uris: [redirectUri], token_endpoint_auth_method: "none" };
    const { clientId } = await register(issuer.url, registration);
    await begin(issuer.url, { clientId, redirectUri, scope: "notes:read" });
    await issuer.close();
    expect(fs.existsSync(file)).to.equal(false);
  });

  it("keeps the clients of a grant, and no others", () => {
    const store = new IssuerStore({ file });
    store.set("Client:used", { client_id: "used" });
    store.set("Client:idle", { client_id: "idle" });
    store.set("Grant:g", { clientId: "used" });
    store.close();
    const next = new IssuerStore({ file });
    expect(next.get("Client:used")).to.deep.equal({ client_id: "used" });
    expect(next.get("Client:idle")).to.equal(undefined);
  });

  it("writes many changes once, soon or when it is closed", async () => {
    const store = new IssuerStore({ file });
    for (let at = 0; at < 100; at += 1) store.set(`Grant:${at}`, { clientId: "c" });
    expect(fs.existsSync(file)).to.equal(false);
    for (let tries = 0; tries < 100 && !fs.existsSync(file); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(Object.keys(kept(file).entries)).to.have.length(100);
    store.delete("Grant:0");
    store.close();
    expect(Object.keys(kept(file).entries)).to.have.length(99);
    expect(fs.readdirSync(path.dirname(file))).to.deep.equal([path.basename(file)]);
  });

  it("says when it cannot write, and goes on", () => {
    const said: string[] = [];
    fs.writeFileSync(path.join(folder, "made"), "a file where the folder should be");
    const store = new IssuerStore({ file, onFailure: (text) => said.push(text) });
    store.set("Grant:g", { clientId: "c" });
    store.close();
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^Local issuer: clients will have to sign in again next time: /);
    expect(store.get("Grant:g")).to.deep.equal({ clientId: "c" });
  });

  it("follows no link that is planted in place of its files", function () {
    if (process.platform === "win32") this.skip();
    const target = path.join(folder, "target");
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(target, "precious");
    fs.symlinkSync(target, file);
    fs.symlinkSync(target, `${file}.${process.pid}`);
    const store = new IssuerStore({ file });
    store.set("Grant:g", { clientId: "c" });
    store.close();
    expect(fs.readFileSync(target, "utf8")).to.equal("precious");
    expect(fs.lstatSync(file).isFile()).to.equal(true);
    expect(fs.statSync(file).mode & 0o777).to.equal(0o600);
  });

  it("reads no key through a link", function () {
    if (process.platform === "win32") this.skip();
    const elsewhere = path.join(folder, "planted.json");
    const planted = new IssuerStore({ file: elsewhere });
    planted.set("Grant:g", { clientId: "c" });
    planted.close();
    fs.mkdirSync(path.dirname(file));
    fs.symlinkSync(elsewhere, file);
    expect(new IssuerStore({ file }).key).to.not.deep.equal(planted.key);
  });
});

describe("what the local issuer forgets", () => {
  it("is what has expired", () => {
    const store = new IssuerStore();
    store.set("Session:late", { uid: "u" }, 0.001);
    const until = Date.now() + 20;
    while (Date.now() < until);
    expect(store.get("Session:late")).to.equal(undefined);
  });

  for (const model of ["Interaction", "Session", "AuthorizationCode", "AccessToken"]) {
    it(`is, of too many of ${model}, the oldest, and nothing of another model`, () => {
      const store = new IssuerStore();
      const others = ["Client:c", "Grant:g", "RefreshToken:r"];
      for (const key of others) store.set(key, { clientId: "c" });
      for (let at = 0; at <= 3_000; at += 1) store.set(`${model}:${at}`, { uid: String(at) });
      expect(store.get(`${model}:2000`)).to.equal(undefined);
      expect(store.get(`${model}:3000`)).to.deep.equal({ uid: "3000" });
      for (const key of others) expect(store.get(key), key).to.deep.equal({ clientId: "c" });
    });
  }

  it("is, of too many clients, those that nobody has signed in with", () => {
    const store = new IssuerStore();
    store.set("Client:used", { client_id: "used" });
    store.set("Grant:g", { clientId: "used" });
    for (let at = 0; at < 3_000; at += 1) store.set(`Client:${at}`, { client_id: String(at) });
    expect(store.get("Client:used")).to.deep.equal({ client_id: "used" });
    expect(store.get("Client:0")).to.equal(undefined);
    expect(store.get("Client:2999")).to.deep.equal({ client_id: "2999" });
  });
});

function kept(file: string): { readonly entries: object } {
  return JSON.parse(fs.readFileSync(file, "utf8")) as { entries: object };
}
