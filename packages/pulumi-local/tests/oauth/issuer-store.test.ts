/** What the local issuer keeps for the next process. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type LocalIssuer, startIssuer } from "../../oauth/issuer";
import { IssuerStore } from "../../oauth/issuer-store";
import { askTokens, begin, claimsOf, exchange, submit } from "../support/oauth-client";

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

    const { entries } = JSON.parse(fs.readFileSync(file, "utf8")) as { entries: object };
    const models = Object.keys(entries).map((key) => key.split(":")[0]);
    expect(new Set(models)).to.deep.equal(new Set(["Grant"]));
    if (process.platform !== "win32") expect(fs.statSync(file).mode & 0o777).to.equal(0o600);
  });

  it("begins anew where the file cannot be read", () => {
    const { key } = new IssuerStore(file);
    expect(new IssuerStore(file).key).to.deep.equal(key);
    fs.writeFileSync(file, "{");
    expect(new IssuerStore(file).key).to.not.deep.equal(key);
  });

  it("forgets what has expired, and the oldest where there is too much", () => {
    const store = new IssuerStore(undefined);
    store.set("Client:old", { client_id: "old" });
    store.set("Session:late", { uid: "u" }, 0.001);
    const until = Date.now() + 20;
    while (Date.now() < until);
    expect(store.get("Session:late")).to.equal(undefined);
    for (let at = 0; at < 1_000; at += 1) store.set(`Session:${at}`, { uid: String(at) });
    expect(store.get("Client:old")).to.equal(undefined);
    expect(store.get("Session:999")).to.deep.equal({ uid: "999" });
  });
});
