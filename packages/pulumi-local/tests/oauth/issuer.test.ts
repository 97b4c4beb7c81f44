/** The local issuer by HTTP: what clients, and those who are none, get of it. */
import { expect } from "chai";
import { createPublicKey, verify, type webcrypto } from "node:crypto";
import * as http from "node:http";
import { type LocalIssuer, startIssuer } from "../../oauth/issuer";
import {
  askTokens,
  type Authorization,
  begin,
  claimsOf,
  exchange,
  submit,
  type TokenAnswer,
} from "../support/oauth-client";
import { closedAfter } from "../../../../tests/support/closed-after";

const RESOURCE = "http://127.0.0.1:3000/mcp";

describe("the local issuer", () => {
  const keep = closedAfter();
  let issuer: LocalIssuer;
  let scopes: readonly string[] = [];
  const failures: string[] = [];

  before(async () => {
    issuer = keep(
      await startIssuer({
        port: 0,
        resource: () => ({ url: RESOURCE, scopes }),
        onFailure: (text) => failures.push(text),
      }),
    );
  });
  beforeEach(() => {
    scopes = ["notes:read", "notes:write"];
  });
  afterEach(() => {
    expect(failures.splice(0)).to.deep.equal([]);
  });

  const signIn = async (
    asked: Authorization,
    form: Parameters<typeof submit>[1],
  ): Promise<TokenAnswer> => {
    const begun = await begin(issuer.url, asked);
    return exchange(issuer.url, begun, await submit(begun, form));
  };
  const metadata = async (path: string): Promise<Readonly<Record<string, unknown>>> =>
    (await (await fetch(`${issuer.url}${path}`)).json()) as Readonly<Record<string, unknown>>;

  it("describes itself at both well-known paths, to any origin", async () => {
    const oauth = await metadata("/.well-known/oauth-authorization-server");
    const openid = await metadata("/.well-known/openid-configuration");
    const headers = { origin: "http://localhost:6274" };
    const response = await fetch(`${issuer.url}/.well-known/oauth-authorization-server`, {
      headers,
    });

    expect(oauth).to.deep.equal(openid);
    expect(oauth).to.include({
      issuer: issuer.url,
      registration_endpoint: `${issuer.url}/register`,
      client_id_metadata_document_supported: true,
    });
    expect(oauth["code_challenge_methods_supported"]).to.deep.equal(["S256"]);
    expect(oauth["scopes_supported"]).to.include.members(scopes as string[]);
    expect(response.headers.get("access-control-allow-origin")).to.equal("http://localhost:6274");
  });

  it("gives a token for the resource, with the ticked scopes and who it is", async () => {
    const asked = { scope: "notes:read notes:write", resource: RESOURCE };

    const answer = await signIn(asked, { account: "alice", scopes: ["notes:read"] });

    expect(answer).to.include({ status: 200, scope: "notes:read", expires_in: 3600 });
    expect(claimsOf(answer.access_token)).to.deep.include({
      iss: issuer.url,
      aud: RESOURCE,
      sub: "alice",
      scope: "notes:read",
      client_id: "local-client",
      email: "alice@example.com",
      groups: ["staff", "admins"],
    });
  });

  it("signs with the key of its JWKS", async () => {
    const { access_token: token = "" } = await signIn(
      { scope: "notes:read", resource: RESOURCE },
      { account: "bob", scopes: ["notes:read"] },
    );
    const { keys } = (await metadata("/jwks")) as {
      keys: (webcrypto.JsonWebKey & { kid: string })[];
    };

    const [header = "", payload = "", signature = ""] = token.split(".");
    const { kid } = JSON.parse(Buffer.from(header, "base64url").toString("utf8")) as {
      kid: string;
    };
    const jwk = keys.find((key) => key.kid === kid) ?? {};
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const signed = Buffer.from(`${header}.${payload}`);
    expect(verify("sha256", signed, key, Buffer.from(signature, "base64url"))).to.equal(true);
    expect(jwk).to.not.have.any.keys("d", "p", "q");
  });

  it("defaults to the one resource, and refuses any other", async () => {
    const without = await signIn(
      { scope: "notes:read" },
      { account: "bob", scopes: ["notes:read"] },
    );
    const foreign = await begin(issuer.url, {
      scope: "notes:read",
      resource: "https://other.test/mcp",
    });
    const begun = await begin(issuer.url, { scope: "notes:read", resource: RESOURCE });
    const redirect = await submit(begun, { account: "bob", scopes: ["notes:read"] });
    const later = await exchange(issuer.url, begun, redirect, {
      resource: "https://other.test/mcp",
    });

    expect(claimsOf(without.access_token)).to.include({ aud: RESOURCE, scope: "notes:read" });
    expect(new URL(foreign.url).searchParams.get("error")).to.equal("invalid_target");
    expect(later).to.include({ status: 400, error: "invalid_target" });
  });

  it("takes the resource with a slash at its end, and writes the token for it without", async () => {
    const asked = { scope: "notes:read", resource: `${RESOURCE}/` };
    const answer = await signIn(asked, { account: "bob", scopes: ["notes:read"] });
    expect(claimsOf(answer.access_token)).to.include({ aud: RESOURCE, scope: "notes:read" });
  });

  it("gives a token without scopes where the server has none", async () => {
    scopes = [];
    const answer = await signIn({ resource: RESOURCE }, { account: "alice" });

    expect(answer.status).to.equal(200);
    expect(claimsOf(answer.access_token)).to.include({ aud: RESOURCE, sub: "alice" });
    expect(claimsOf(answer.access_token)).to.not.have.property("scope");
  });

  it("tells the client when every box is unticked, or the person refuses", async () => {
    for (const account of ["alice", "", "mallory"]) {
      const begun = await begin(issuer.url, { scope: "notes:read", resource: RESOURCE });
      const redirect = await submit(begun, { account });
      expect(redirect.searchParams.get("error"), account).to.equal("access_denied");
    }
  });

  it("takes only the verifier that belongs to the challenge, and demands a challenge", async () => {
    const begun = await begin(issuer.url, { scope: "notes:read", resource: RESOURCE });
    const redirect = await submit(begun, { account: "alice", scopes: ["notes:read"] });
    const wrong = { ...begun, verifier: "x".repeat(43) };
    const url = new URL(`${issuer.url}/authorize`);
    url.search = new URLSearchParams({
      client_id: "local-client",
      response_type: "code",
      redirect_uri: "http://127.0.0.1:1/callback",
      scope: "notes:read",
    }).toString();
    const without = await fetch(url, { redirect: "manual" });

    expect(await exchange(issuer.url, wrong, redirect)).to.include({
      status: 400,
      error: "invalid_grant",
    });
    expect(without.headers.get("location")).to.include("error=invalid_request");
  });

  it("refreshes once with each refresh token, with the same scopes", async () => {
    const asked = {
      scope: "notes:read notes:write offline_access",
      resource: RESOURCE,
      prompt: "consent",
    };
    const first = await signIn(asked, { account: "bob", scopes: ["notes:write"] });
    const refresh = { grant_type: "refresh_token", refresh_token: first.refresh_token ?? "" };

    const second = await askTokens(issuer.url, refresh);
    const again = await askTokens(issuer.url, refresh);

    expect(second).to.include({ status: 200 });
    expect(claimsOf(second.access_token)).to.include({
      sub: "bob",
      scope: "notes:write",
      aud: RESOURCE,
    });
    expect(again).to.include({ status: 400, error: "invalid_grant" });
  });

  it("shows the boxes of what is asked, none ticked away, and the page of nobody else", async () => {
    const begun = await begin(issuer.url, {
      scope: "notes:read offline_access",
      prompt: "consent",
    });
    const foreign = await fetch(begun.url);

    expect(begun.html).to.include('name="scope" value="notes:read" checked');
    expect(begun.html).to.not.include("notes:write").and.not.include("offline_access");
    expect(begun.html).to.include(RESOURCE).and.include("Sign in as alice").and.include("bob");
    expect(begun.html).to.include("http://127.0.0.1:1/callback");
    expect(foreign.status).to.equal(400);
    expect(await foreign.text()).to.include("another browser");
  });

  it("registers clients, and shows their names as text", async () => {
    const registration = {
      client_name: `<img src=x onerror="alert('1')">`,
      redirect_uris: ["http://localhost:5555/oauth/callback"],
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      scope: "notes:read",
    };
    const response = await fetch(`${issuer.url}/register`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://localhost:6274" },
      body: JSON.stringify(registration),
    });
    const { client_id: clientId } = (await response.json()) as { client_id: string };

    const redirectUri = "http://localhost:6666/oauth/callback";
    const begun = await begin(issuer.url, {
      clientId,
      redirectUri,
      scope: "notes:read notes:write",
    });

    expect(response.status).to.equal(201);
    expect(response.headers.get("access-control-allow-origin")).to.equal("http://localhost:6274");
    expect(begun.html).to.include("&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62;");
    expect(begun.html).to.not.include("<img");
    expect(begun.html, "scopes beyond its registration").to.include('value="notes:write"');
  });

  it("sends its pages with a policy that loads nothing and lets nobody frame them", async () => {
    const page = await begin(issuer.url, { scope: "notes:read" });
    const error = await fetch(`${issuer.url}/authorize?client_id=nobody`);

    for (const { headers } of [page, error]) {
      expect(headers.get("content-security-policy")).to.match(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+'; frame-ancestors 'none'; base-uri 'none'$/,
      );
      expect(headers.get("cache-control")).to.include("no-store");
    }
    expect(error.status).to.equal(400);
    expect(await error.text()).to.include("invalid_client");
  });

  it("follows the program's scopes", async () => {
    scopes = ["orders:write"];
    const answer = await signIn(
      { scope: "orders:write", resource: RESOURCE },
      { account: "alice", scopes: ["orders:write"] },
    );
    expect(claimsOf(answer.access_token)["scope"]).to.equal("orders:write");
    expect((await metadata("/.well-known/openid-configuration"))["scopes_supported"]).to.deep.equal(
      ["openid", "offline_access", "orders:write"],
    );
  });

  it("mints a token for callers in its own process", async () => {
    expect(claimsOf(await issuer.mint({ account: "bob" }))).to.deep.include({
      iss: issuer.url,
      aud: RESOURCE,
      sub: "bob",
      scope: "notes:read notes:write",
      groups: ["staff"],
    });
    const fewer = await issuer.mint({ account: "alice", scopes: ["notes:read"] });
    expect(claimsOf(fewer)).to.include({ sub: "alice", scope: "notes:read" });
    for (const [request, text] of [
      [{ account: "mallory" }, 'There is no "mallory" here. Sign in as alice or bob.'],
      [
        { account: "bob", scopes: ["x"] },
        "The server has no scope x. It has: notes:read, notes:write.",
      ],
    ] as const) {
      const refused = await issuer.mint(request).catch((error: unknown) => String(error));
      expect(refused).to.include(text);
    }
  });

  it("tells whoever asks for scopes of a server without any", async () => {
    scopes = [];
    const asked = issuer.mint({ account: "bob", scopes: ["a", "b"] });
    expect(await asked.catch((error: unknown) => String(error))).to.include(
      "The server has no scopes, so that a token carries none: leave out a, b (--scopes).",
    );
    expect(claimsOf(await issuer.mint({ account: "bob", scopes: [] }))).to.include({ sub: "bob" });
  });

  it("mints the same token again as long as it is good, and another for other scopes", async () => {
    const first = await issuer.mint({ account: "bob" });
    expect(await issuer.mint({ account: "bob" })).to.equal(first);
    expect(await issuer.mint({ account: "alice" })).to.not.equal(first);
    scopes = ["notes:read"];
    expect(claimsOf(await issuer.mint({ account: "bob" }))).to.include({ scope: "notes:read" });
  });

  it("answers no other name than its own", async () => {
    const { port } = new URL(issuer.url);
    for (const host of ["evil.test", `evil.test:${port}`, `localhost:${port}`, "127.0.0.1"]) {
      for (const path of ["/", "/jwks", "/authorize", "/.well-known/openid-configuration"]) {
        const status = await new Promise((resolve, reject) => {
          http
            .get({ host: "127.0.0.1", port, path, headers: { host }, agent: false }, (response) => {
              response.resume();
              resolve(response.statusCode);
            })
            .once("error", reject);
        });
        expect(status, `${host} ${path}`).to.equal(403);
      }
    }
  });

  it("takes the form of its own page alone", async () => {
    const { url, cookies } = await begin(issuer.url, { scope: "notes:read" });
    for (const headers of [
      { origin: "http://evil.test" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ]) {
      const body = new URLSearchParams({ account: "alice", scope: "notes:read" });
      const init = { method: "POST", body, redirect: "manual" as const };
      const response = await fetch(url, { ...init, headers: { cookie: cookies, ...headers } });
      expect(response.status, JSON.stringify(headers)).to.equal(403);
    }
    const large = await fetch(url, {
      method: "POST",
      headers: { cookie: cookies },
      body: `account=alice&x=${"x".repeat(20_000)}`,
    });
    expect(large.status).to.equal(413);
  });
});
