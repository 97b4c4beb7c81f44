/** Sign-in through HTTP: the local gateway, the authorizer's archive and the function's, and an issuer. */
import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import { startIssuer, type TestIssuer } from "jwt-authorizer/testing";
import { type Answer, call, modern, post, send } from "mcp-lambda/testing";
import { startTestServer, type TestServer } from "../support/local-server";
import { closedAfter } from "../support/closed-after";

const ME = call("who-am-i");
/** A token is taken for so long after it has expired, since clocks differ. */
const LEEWAY_SECONDS = 30;
/** Enough for a first request. */
const SECONDS_LEFT = 10;

/** What a caller is told of itself. */
function callerIn({ json }: Answer): unknown {
  return (json as { result?: { structuredContent?: { caller?: unknown } } }).result
    ?.structuredContent?.caller;
}

/** Without a second request that lists the tools. */
function unchecked(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const all = { "content-type": "application/json", ...headers };
  return send(url, { method: "POST", headers: all, body: JSON.stringify(body) });
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** Lines of the authorizer: one for each time that it was asked. */
function asked(log: string): readonly string[] {
  return log.split("\n").filter((line) => /"Auth(Allowed|Refused)"/.test(line));
}

describe("a server with tokens", () => {
  const keep = closedAfter();
  let issuer: TestIssuer;
  let served: TestServer;
  /** Used while the authorizer still takes it. */
  let expiring: { readonly exp: number; readonly token: string; readonly status: number };
  const aud = (): string => served.endpoint;
  const tokenOf = (claims: object = {}): string =>
    issuer.sign({ aud: aud(), scope: "mcp", client_id: "client-1", ...claims });

  before(async () => {
    issuer = keep(await startIssuer());
    served = keep(
      await startTestServer({
        authorized: true,
        config: {
          "mcp-server:auth": "jwt",
          "mcp-server:jwtIssuer": issuer.url,
          "mcp-server:jwtScopes": "mcp",
          "mcp-server:jwtClaims": "email",
          "mcp-server:allowedOrigins": "https://app.example.com",
        },
      }),
    );
    const exp = Math.floor(Date.now() / 1000) + SECONDS_LEFT - LEEWAY_SECONDS;
    const token = tokenOf({ exp });
    const { status } = await unchecked(served.endpoint, ME, bearer(token));
    expiring = { exp, token, status };
  });

  it("is served at the root, as on a domain of its own", () => {
    expect(new URL(served.endpoint).pathname).to.equal("/mcp");
  });

  it("tells a caller without a token where to get one", async () => {
    const { status, headers, json } = await post(served.endpoint, ME);

    const metadataUrl = served.endpoint.replace(
      /\/mcp$/,
      "/.well-known/oauth-protected-resource/mcp",
    );
    expect(status).to.equal(401);
    expect(headers.get("www-authenticate")).to.equal(
      `Bearer resource_metadata="${metadataUrl}", scope="mcp orders:write"`,
    );
    expect(json).to.have.nested.property("error.code", -32000);
    const metadata = await send(metadataUrl, { method: "GET" });
    expect(metadata.json).to.deep.equal({
      resource: served.endpoint,
      resource_name: "mcp-server-dev",
      authorization_servers: [issuer.url],
      scopes_supported: ["mcp", "orders:write"],
      bearer_methods_supported: ["header"],
    });
    expect(metadata.headers.get("access-control-allow-origin")).to.equal("*");
  });

  it("tells a tool who calls, and nothing of the token", async () => {
    const token = tokenOf({ email: "alice@example.com", phone: "secret" });

    const answer = await post(served.endpoint, ME, {
      ...bearer(token),
      cookie: "a=b",
      "x-api-key": "k",
    });

    expect(answer.status).to.equal(200);
    const { expiresAt, ...caller } = callerIn(answer) as Record<string, unknown>;
    expect(caller).to.deep.equal({
      kind: "jwt",
      subject: "user-1",
      clientId: "client-1",
      issuer: issuer.url,
      scopes: ["mcp"],
      claims: { email: "alice@example.com" },
    });
    expect(new Date(String(expiresAt)).getTime()).to.be.greaterThan(Date.now());
    expect(answer.text).to.contain('"seen":[]');
    for (const part of token.split(".")) expect(served.log()).not.to.contain(part);
  });

  it("answers GET with a token as it does POST's neighbour: the cached verdict is for both", async () => {
    const headers = bearer(tokenOf({ sub: "get-after-post" }));

    const first = await post(served.endpoint, ME, headers);
    const get = await send(served.endpoint, { method: "GET", headers });
    const getWithout = await send(served.endpoint, { method: "GET" });

    expect(first.status).to.equal(200);
    expect([get.status, get.headers.get("allow")]).to.deep.equal([405, "POST"]);
    expect(getWithout.status).to.equal(401);
  });

  it("asks the authorizer once for a hundred calls with one token", async () => {
    const headers = bearer(tokenOf({ sub: "cached" }));
    const before = asked(served.log()).length;

    const statuses = new Set<number>();
    for (let index = 0; index < 100; index += 1) {
      statuses.add((await unchecked(served.endpoint, ME, headers)).status);
    }

    expect([...statuses]).to.deep.equal([200]);
    expect(asked(served.log()).length - before).to.equal(1);
  });

  it("refuses a tool whose scope the token lacks, in both eras, and lists it nevertheless", async () => {
    const headers = bearer(tokenOf());
    const wanted =
      'The tool "write-order" needs the scope "orders:write", which your sign-in does not carry. Sign in again and grant it, or ask whoever runs this server.';
    const asking = modern("tools/call", { name: "write-order", arguments: {} });

    const legacy = await post(served.endpoint, call("write-order"), headers);
    const recent = await post(served.endpoint, asking.body, { ...headers, ...asking.headers });
    const list = await post(
      served.endpoint,
      { jsonrpc: "2.0", id: 1, method: "tools/list" },
      headers,
    );
    const granted = await post(
      served.endpoint,
      call("write-order"),
      bearer(tokenOf({ scope: "mcp orders:write" })),
    );

    for (const answer of [legacy, recent]) {
      expect(answer.status).to.equal(200);
      expect(answer.json).to.have.nested.property("result.isError", true);
      expect(answer.json).to.have.nested.property("result.content[0].text", wanted);
    }
    expect(list.text).to.contain('"write-order"');
    expect(granted.json).to.have.nested.property("result.structuredContent.caller.kind", "jwt");
  });

  it("never shows one caller to another: a thousand calls of two, interleaved", async () => {
    const callers = ["alice", "bob"].map((sub) => ({ sub, headers: bearer(tokenOf({ sub })) }));
    const wrong: unknown[] = [];
    const one = async (index: number): Promise<void> => {
      const { sub, headers } = callers[index % 2] ?? { sub: "", headers: {} };
      const asking = modern("tools/call", { name: "who-am-i", arguments: { waitMs: index % 3 } });
      const answer = await (index % 4 < 2
        ? unchecked(served.endpoint, call("who-am-i", { waitMs: index % 2 }), headers)
        : unchecked(served.endpoint, asking.body, { ...headers, ...asking.headers }));
      const { subject } = (callerIn(answer) ?? {}) as { subject?: string };
      if (subject !== sub) wrong.push({ index, sub, subject, status: answer.status });
    };

    for (let start = 0; start < 1_000; start += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, offset) => one(start + offset)));
    }

    expect(wrong).to.deep.equal([]);
  });

  it("takes nothing that a caller sends for identity", async () => {
    const forged = {
      "x-amzn-request-context": '{"authorizer":{"sub":"root"}}',
      "x-forwarded-user": "root",
      principalid: "root",
      sub: "root",
    };
    const body = {
      ...ME,
      requestContext: { authorizer: { sub: "root" } },
      caller: { kind: "jwt", subject: "root" },
      params: {
        name: "who-am-i",
        arguments: {},
        _meta: { caller: { subject: "root" }, "io.modelcontextprotocol/authInfo": { sub: "root" } },
      },
    };

    const answer = await post(served.endpoint, body, { ...forged, ...bearer(tokenOf()) });
    const without = await post(served.endpoint, body, forged);

    expect(callerIn(answer)).to.have.property("subject", "user-1");
    expect(without.status).to.equal(401);
  });

  it("lets a page of an allowed origin read the challenge", async () => {
    const { status, headers } = await post(served.endpoint, ME, {
      origin: "https://app.example.com",
    });

    expect(status).to.equal(401);
    expect(headers.get("access-control-allow-origin")).to.equal("https://app.example.com");
    expect(headers.get("access-control-expose-headers")).to.match(/WWW-Authenticate/i);
  });

  // Last, so that most of its wait has passed.
  it("refuses a token that has expired while API Gateway still takes it", async () => {
    const { exp, token, status } = expiring;
    const before = asked(served.log()).length;
    await setTimeout(Math.max(0, (exp + LEEWAY_SECONDS + 1) * 1000 - Date.now()));

    const after = await post(served.endpoint, ME, bearer(token));

    expect(status).to.equal(200);
    expect(after.status).to.equal(401);
    expect(after.json).to.have.nested.property("error.message").that.contains(issuer.url);
    expect(asked(served.log()).length).to.equal(before);
  });
});

describe("a server with keys", () => {
  const keep = closedAfter();
  let served: TestServer;
  let keys: Readonly<Record<string, string>>;

  before(async () => {
    served = keep(
      await startTestServer({
        authorized: true,
        config: {
          "mcp-server:auth": "apiKey",
          "mcp-server:apiKeys": "alice,ci",
          "mcp-server:apiKeyQuotaPerDay": "3",
        },
      }),
    );
    keys = served.program.outputs["apiKeys"] as typeof keys;
  });

  it("knows a caller by the key's name, and shows no key", async () => {
    const answer = await post(served.endpoint, ME, { "x-api-key": keys["alice"] ?? "" });

    expect(callerIn(answer)).to.deep.include({ kind: "apiKey", name: "alice" });
    expect(answer.text)
      .to.contain('"seen":[]')
      .and.not.to.contain(keys["alice"] ?? "-");
    expect(served.log()).not.to.contain(keys["alice"] ?? "-");
  });

  it("refuses without a challenge, and has nothing that looks like a sign-in", async () => {
    const without = await post(served.endpoint, ME);
    const wrong = await post(served.endpoint, ME, { "x-api-key": "wrong" });

    for (const answer of [without, wrong]) {
      expect(answer.status).to.equal(403);
      expect(answer.headers.has("www-authenticate")).to.equal(false);
      expect(answer.json).to.have.nested.property(
        "error.message",
        "A key is needed in the header x-api-key.",
      );
    }
    for (const name of [
      "oauth-protected-resource/mcp",
      "oauth-protected-resource",
      "oauth-authorization-server",
      "openid-configuration",
    ]) {
      const url = served.endpoint.replace(/mcp$/, `.well-known/${name}`);
      expect((await send(url, { method: "GET" })).status, name).to.equal(404);
    }
  });

  it("lets a key in until its quota is used up, and another one still", async () => {
    const ask = async (name: string): Promise<Answer> =>
      unchecked(served.endpoint, ME, { "x-api-key": keys[name] ?? "" });

    const first = [await ask("ci"), await ask("ci"), await ask("ci")];
    const late = await ask("ci");

    expect(first.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    expect([late.status, late.headers.get("retry-after")]).to.deep.equal([429, "3600"]);
    expect(late.json).to.have.nested.property(
      "error.message",
      "The key's quota for today is used up.",
    );
    expect((await ask("alice")).status).to.equal(200);
  });
});
