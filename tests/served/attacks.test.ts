/** Attacks on a server with tokens, through HTTP: ways around the authorizer, and what may not come of it. */
import { expect } from "chai";
import fc from "fast-check";
import * as http from "node:http";
import { createSigningKey, json, startIssuer, type TestIssuer } from "jwt-authorizer/testing";
import { call, modern } from "mcp-lambda/testing";
import { startTestServer, type TestServer } from "../support/local-server";
import { closedAfter } from "../support/closed-after";
import { propertyRuns } from "../support/property-runs";

type Headers = readonly (readonly [name: string, value: string])[];

interface Answer {
  readonly status: number;
  readonly text: string;
}

const ME = call("who-am-i");

for (const authCacheSeconds of ["300", "0"]) {
  describe(`attacks on a server with tokens, authCacheSeconds ${authCacheSeconds}`, () => {
    const keep = closedAfter();
    let issuer: TestIssuer;
    let served: TestServer;
    const tokenOf = (claims: object = {}, header: object = {}): string =>
      issuer.sign({ aud: served.endpoint, scope: "mcp", ...claims }, { ...header });
    const bearer = (token = tokenOf()): Headers => [["Authorization", `Bearer ${token}`]];

    before(async () => {
      issuer = keep(await startIssuer());
      const jwt = { "mcp-server:auth": "jwt", "mcp-server:jwtIssuer": issuer.url };
      const scopes = { "mcp-server:jwtScopes": "mcp" };
      const cache = { "mcp-server:authCacheSeconds": authCacheSeconds };
      served = keep(
        await startTestServer({ authorized: true, config: { ...jwt, ...scopes, ...cache } }),
      );
    });

    /** Sent as it is: fetch would tidy up paths, and join headers that come twice. */
    async function send(body: unknown, headers: Headers = [], path = "/mcp"): Promise<Answer> {
      const { host, hostname, port } = new URL(served.endpoint);
      const all: Headers = [["Host", host], ["Content-Type", "application/json"], ...headers];
      const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
        const sent = { method: "POST", hostname, port, path, headers: all.flat(), agent: false };
        http
          .request(sent, resolve)
          .once("error", reject)
          .end(typeof body === "string" ? body : JSON.stringify(body));
      });
      const chunks: Buffer[] = [];
      for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
      return {
        status: response.statusCode ?? 0,
        text: Buffer.concat(chunks).toString("utf8"),
      };
    }

    /** Requests that the function has logged. */
    const functionLines = (): number =>
      served.log().match(/"service":"mcp-server-dev"/g)?.length ?? 0;

    for (const path of [
      ...["/mcp/", "//mcp", "/dev/mcp", "/dev//mcp", "/%6dcp", "/MCP", "/mcp;v=1", "/mcp%2f"],
      ...["/dev/../mcp", "/~/mcp", "/.well-known/oauth-protected-resource/mcp"],
    ]) {
      it(`has no other door: POST ${path}`, async () => {
        const before = functionLines();

        const { status } = await send(ME, [["X-HTTP-Method-Override", "POST"]], path);

        expect([401, 404]).to.include(status);
        expect(functionLines()).to.equal(before);
      });
    }

    it("takes a token from the header Authorization alone, and logs it from no other place", async () => {
      const token = tokenOf();
      const places: readonly Headers[] = [
        [["Cookie", `access_token=${token}`]],
        [["X-Api-Key", token]],
        [["Proxy-Authorization", `Bearer ${token}`]],
        [["X-Amzn-Remapped-Authorization", `Bearer ${token}`]],
        [["X-Forwarded-Access-Token", token]],
      ];
      const before = functionLines();

      const answers = [
        await send({ ...ME, access_token: token }, [], `/mcp?access_token=${token}`),
      ];
      for (const headers of places) answers.push(await send(ME, headers));

      expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([401]));
      expect(functionLines()).to.equal(before);
      for (const part of token.split(".")) expect(served.log()).not.to.contain(part);
    });

    it("refuses two tokens at once, each of which it has let in before", async () => {
      const [alice, bob] = [bearer(tokenOf({ sub: "alice" })), bearer(tokenOf({ sub: "bob" }))];
      const alone = [await send(ME, alice), await send(ME, bob)];
      const inLowerCase = bob.map(([name, value]) => [name.toLowerCase(), value] as const);

      const together = [
        await send(ME, [...alice, ...bob]),
        await send(ME, [...alice, ...inLowerCase]),
      ];

      expect(alone.map(({ status }) => status)).to.deep.equal([200, 200]);
      expect(together.map(({ status }) => status)).to.deep.equal([401, 401]);
    });

    it("runs a tool whose scope is missing under no spelling of its name", async () => {
      const names = [
        ...[
          "Write-Order",
          "write-order ",
          " write-order",
          "write-order\u0000",
          "write-order\u200b",
        ],
        ...["write\u2010order", "\uff57rite-order", "__proto__", "constructor", ""],
      ];

      const granted = await send(
        call("write-order"),
        bearer(tokenOf({ scope: "mcp orders:write" })),
      );

      expect(granted.text).to.contain('"caller"');
      for (const name of ["write-order", ...names]) {
        const { text } = await send(call(name), bearer());

        expect(text, JSON.stringify(name)).not.to.contain('"caller"');
      }
    });

    it("runs it for no headers that say something else than the body", async () => {
      const asking = modern("tools/call", { name: "write-order", arguments: {} });
      const other = modern("tools/call", { name: "who-am-i", arguments: {} });
      const encoded = `=?base64?${Buffer.from("who-am-i").toString("base64")}?=`;
      const lies: readonly Readonly<Record<string, string>>[] = [
        ...[{}, other.headers, { ...asking.headers, "mcp-name": encoded }],
        ...["tools/list", "Tools/Call"].map((method) => ({
          ...asking.headers,
          "mcp-method": method,
        })),
        { "mcp-protocol-version": "2026-07-28" },
      ];
      const twice = '{"name":"who-am-i","name":"write-order","arguments":{}}';

      const answers = [
        await send(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${twice}}`, bearer()),
        await send([asking.body, asking.body], bearer()),
      ];
      for (const headers of lies) {
        answers.push(await send(asking.body, [...bearer(), ...Object.entries(headers)]));
      }

      for (const { text } of answers) expect(text).not.to.contain('"caller"');
    });

    it("writes no line and no metric that a caller has made up", async () => {
      const line = '\n{"_aws":{"CloudWatchMetrics":[{"Namespace":"Evil"}]}}\u2028\u0085","_aws":{}';
      const tokens = [
        ...[{ kid: line }, { alg: line }].map((header) => tokenOf({}, header)),
        ...[{ iss: line }, { aud: { a: line } }, { aud: line }].map((claims) => tokenOf(claims)),
        tokenOf({ client_id: line }),
      ];

      const agent = [
        "User-Agent",
        'x","_aws":{"CloudWatchMetrics":[{"Namespace":"Evil"}]}',
      ] as const;

      for (const token of tokens) await send(call(line), [...bearer(token), agent]);

      const lines = served
        .log()
        .split("\n")
        .filter((text) => text.includes("_aws"));
      const namespaces = lines.flatMap((text) => {
        const { _aws } = JSON.parse(text) as {
          _aws?: { CloudWatchMetrics: { Namespace: string }[] };
        };
        return _aws?.CloudWatchMetrics.map(({ Namespace }) => Namespace) ?? [];
      });
      expect(new Set(namespaces)).to.deep.equal(new Set(["McpServer"]));
    });

    it("answers 500 to no token, whatever is in it", async () => {
      const odd = fc.oneof(
        fc.jsonValue(),
        fc.constantFrom("__proto__", "ES512", 8.64e12, -1e12, null),
      );
      const header = fc.dictionary(fc.constantFrom("alg", "kid", "typ", "cty", "jwk", "crit"), odd);
      const names = ["sub", "aud", "exp", "nbf", "iat", "scope", "scp", "cnf", "azp", "__proto__"];
      const claims = fc.dictionary(fc.constantFrom(...names), odd, { maxKeys: 3 });
      const attempt = fc.asyncProperty(claims, header, async (payload, head) => {
        const { status } = await send(ME, bearer(tokenOf(payload, head)));

        expect([200, 401, 403]).to.include(status);
      });

      await fc.assert(attempt, { numRuns: propertyRuns(100) });
    });
  });
}

describe("a server whose issuer has odd keys", () => {
  it("takes each for what it is, and goes on", async () => {
    const issuer = await startIssuer({ algorithm: "ES256" });
    const [proto, secret] = [createSigningKey("__proto__"), createSigningKey("secret")];
    const point = Buffer.alloc(32, 1).toString("base64url");
    const odd = [
      ...[
        null,
        7,
        [],
        {},
        { kty: "RSA", kid: "no-modulus" },
        { kty: "oct", kid: "oct", k: "AAAA" },
      ],
      { ...issuer.key().jwk, kid: "off-curve", x: point },
      { ...secret.jwk, ...secret.privateKey.export({ format: "jwk" }), x5c: ["AAAA"] },
    ];
    issuer.answer(
      "/keys",
      json(() => ({ keys: [...odd, issuer.key().jwk, proto.jwk] })),
    );
    const served = await startTestServer({
      authorized: true,
      config: { "mcp-server:auth": "jwt", "mcp-server:jwtIssuer": issuer.url },
    });
    const ask = async (token: string): Promise<number> => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
      return (await fetch(served.endpoint, { method: "POST", headers, body: JSON.stringify(ME) }))
        .status;
    };
    const claims = { aud: served.endpoint };
    const unsigned = issuer.sign(claims).replace(/[^.]+$/, Buffer.alloc(64).toString("base64url"));

    const taken = [
      await ask(issuer.sign(claims)),
      await ask(issuer.sign(claims, {}, proto)),
      await ask(issuer.sign(claims, {}, secret)),
    ];
    const refused = [
      await ask(issuer.sign(claims, { kid: "off-curve" })),
      await ask(issuer.sign(claims, { kid: "constructor" })),
      await ask(issuer.sign(claims, { kid: "oct", alg: "HS256" })),
      // r and s are 0: CVE-2022-21449.
      await ask(unsigned),
    ];
    await served.close();
    await issuer.close();

    expect(taken).to.deep.equal([200, 200, 200]);
    expect(refused).to.deep.equal([401, 401, 401, 401]);
  });
});
