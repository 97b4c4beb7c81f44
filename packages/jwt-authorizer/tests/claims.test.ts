import { expect } from "chai";
import { type AskAuthorizer, createTestAuthorizer, tokenEvent } from "./support/authorizer";
import { startIssuer, TEST_AUDIENCE, type TestIssuer, type TokenPart } from "./support/issuer";
import { closedAfter } from "../../../tests/support/closed-after";

const COGNITO = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";

describe("what a token must be for", () => {
  const keep = closedAfter();
  let issuer: TestIssuer;
  let cognito: TestIssuer;

  before(async () => {
    issuer = keep(await startIssuer());
    cognito = keep(await startIssuer({ issuer: COGNITO }));
  });

  /** "allowed", or why a token is refused. */
  async function outcome(
    variables: Readonly<Record<string, string>>,
    claims: TokenPart,
  ): Promise<unknown> {
    const { line } = await createTestAuthorizer(issuer, { variables })(
      tokenEvent(issuer.sign(claims)),
    );
    return line["reason"] ?? line["message"];
  }

  const CLIENTS_ALONE = { JWT_AUDIENCE: "[]", JWT_CLIENTS: '["client-1","client-2"]' };
  const CLIENTS_AND_AUDIENCE = { JWT_CLIENTS: '["client-1"]' };

  const audiences: readonly (readonly [
    string,
    Readonly<Record<string, string>>,
    TokenPart,
    string,
  ])[] = [
    ["clients alone admit a token without aud", CLIENTS_ALONE, { aud: undefined }, "allowed"],
    [
      "clients alone refuse a token for another audience",
      CLIENTS_ALONE,
      { aud: "https://other.example/mcp" },
      "audience",
    ],
    [
      "clients alone admit a token for the resource",
      { ...CLIENTS_ALONE, JWT_RESOURCE: TEST_AUDIENCE },
      {},
      "allowed",
    ],
    [
      "clients alone admit a token without aud where the resource is known",
      { ...CLIENTS_ALONE, JWT_RESOURCE: TEST_AUDIENCE },
      { aud: undefined },
      "allowed",
    ],
    [
      "clients alone refuse a token without aud of another client",
      CLIENTS_ALONE,
      { aud: undefined, client_id: "other" },
      "client",
    ],
    ["clients and audience demand both", CLIENTS_AND_AUDIENCE, {}, "allowed"],
    [
      "clients and audience refuse a token without aud",
      CLIENTS_AND_AUDIENCE,
      { aud: undefined },
      "audience",
    ],
    [
      "clients and audience refuse another client",
      CLIENTS_AND_AUDIENCE,
      { client_id: "other" },
      "client",
    ],
    [
      "the resource alone is the audience",
      { JWT_AUDIENCE: "", JWT_RESOURCE: TEST_AUDIENCE },
      {},
      "allowed",
    ],
    [
      "an audience that is given replaces the resource",
      { JWT_AUDIENCE: '["api"]', JWT_RESOURCE: TEST_AUDIENCE },
      {},
      "audience",
    ],
    ["one of several audiences is enough", { JWT_AUDIENCE: '["a","b"]' }, { aud: "b" }, "allowed"],
  ];
  for (const [title, variables, claims, expected] of audiences) {
    it(title, async () => {
      expect(await outcome(variables, claims)).to.equal(expected);
    });
  }

  for (const name of ["client_id", "azp", "cid", "appid"]) {
    it(`reads the client from ${name}`, async () => {
      const claims = { client_id: undefined, [name]: "client-1" };

      expect(await outcome(CLIENTS_AND_AUDIENCE, claims)).to.equal("allowed");
      expect(await outcome(CLIENTS_AND_AUDIENCE, { ...claims, [name]: "x" })).to.equal("client");
    });
  }

  it("refuses a token that names a second client, or none", async () => {
    const second = await outcome(CLIENTS_AND_AUDIENCE, { azp: "other" });
    const none = await outcome(CLIENTS_AND_AUDIENCE, { client_id: undefined });
    const list = await outcome(CLIENTS_AND_AUDIENCE, { client_id: ["client-1"] });

    expect([second, none, list]).to.deep.equal(["client", "client", "client"]);
  });

  describe("of Cognito", () => {
    const unbound = { aud: undefined, token_use: "access" };
    const ask = (variables: Readonly<Record<string, string>>): AskAuthorizer =>
      createTestAuthorizer(cognito, { variables: { JWT_JWKS_URI: cognito.jwksUri, ...variables } });

    it("admits an access token without aud of a client that is listed, and no other", async () => {
      const listed = await ask(CLIENTS_ALONE)(tokenEvent(cognito.sign(unbound)));
      const other = await ask(CLIENTS_ALONE)(
        tokenEvent(cognito.sign({ ...unbound, client_id: "other" })),
      );
      const withoutClients = await ask({})(tokenEvent(cognito.sign(unbound)));

      expect(listed.line["message"]).to.equal("allowed");
      expect(other.line["reason"]).to.equal("client");
      expect(withoutClients.line["reason"]).to.equal("audience");
    });

    it("refuses its ID tokens, and tokens that do not say what they are for", async () => {
      const id = await ask({})(tokenEvent(cognito.sign({ token_use: "id" })));
      const none = await ask({})(tokenEvent(cognito.sign()));

      expect(id.line["reason"]).to.equal("notAccessToken");
      expect(none.line["reason"]).to.equal("notAccessToken");
    });
  });
});

describe("scopes of a token", () => {
  const keep = closedAfter();
  let issuer: TestIssuer;

  before(async () => {
    issuer = keep(await startIssuer());
  });

  async function scopeOf(claims: TokenPart, scopeClaims?: readonly string[]): Promise<unknown> {
    const variables = scopeClaims && { JWT_SCOPE_CLAIMS: JSON.stringify(scopeClaims) };
    const ask = createTestAuthorizer(issuer, variables && { variables });
    const { result } = await ask(tokenEvent(issuer.sign(claims)));
    return result?.context?.["scope"];
  }

  it("are in scope and scp, as a text or as a list", async () => {
    const claims = [
      { scope: "a b" },
      { scope: ["a", "b"] },
      { scope: undefined, scp: ["a", "b"] },
      { scope: "a", scp: "b a" },
      { scope: undefined },
    ];

    const scopes: unknown[] = [];
    for (const each of claims) scopes.push(await scopeOf(each));

    expect(scopes).to.deep.equal(["a b", "a b", "a b", "a b", ""]);
  });

  it("are in the claims that the setting names, and in no other", async () => {
    const claims = { scope: "a", permissions: ["read"], "cognito:groups": ["staff"] };

    expect(await scopeOf(claims)).to.equal("a");
    expect(await scopeOf(claims, ["permissions", "cognito:groups"])).to.equal("read staff");
  });

  it("are not made of a group's name with a space", async () => {
    const scope = await scopeOf({ scope: undefined, scp: ["x admin", "a", 7, '"b"'] });

    expect(scope).to.equal("a");
  });

  it("must have all that each call needs: else the answer is Deny, which is 403", async () => {
    const variables = { JWT_SCOPES: '["orders:read","orders:write"]' };
    const ask = createTestAuthorizer(issuer, { variables });

    const both = await ask(tokenEvent(issuer.sign()));
    const one = await ask(tokenEvent(issuer.sign({ scope: "orders:read" })));

    expect(both.result?.policyDocument.Statement[0]?.Effect).to.equal("Allow");
    expect(one.result?.policyDocument.Statement[0]?.Effect).to.equal("Deny");
    expect(one.line).to.include({
      message: "denied",
      reason: "scope",
      detail: "it lacks orders:write",
    });
  });

  it("refuse an ID token with roles for scopes, which names no client", async () => {
    const app = "11111111-1111-1111-1111-111111111111";
    const variables = {
      JWT_AUDIENCE: JSON.stringify([app]),
      JWT_SCOPES: '["Mcp.Use"]',
      JWT_SCOPE_CLAIMS: '["scp","roles"]',
      JWT_CLIENTS: '["client-1"]',
    };
    const ofEntra = { aud: app, roles: ["Mcp.Use"], scope: undefined, client_id: undefined };
    const ask = createTestAuthorizer(issuer, { variables });

    const id = await ask(tokenEvent(issuer.sign({ ...ofEntra, nonce: "n" }, { typ: "JWT" })));
    const access = await ask(tokenEvent(issuer.sign({ ...ofEntra, azp: "client-1" })));

    expect([id.line["reason"], access.line["message"]]).to.deep.equal(["client", "allowed"]);
  });

  it("do not matter when the token is not good", async () => {
    const ask = createTestAuthorizer(issuer, { variables: { JWT_SCOPES: '["admin"]' } });

    const { error, line } = await ask(tokenEvent(issuer.sign({ exp: 1 })));

    expect([error, line["reason"]]).to.deep.equal(["Unauthorized", "expired"]);
  });

  describe("of a tool", () => {
    const variables = { TOOL_SCOPES: '{"orders:write":["refund","cancel"],"admin":["refund"]}' };
    const encoded = (name: string): string => `=?base64?${Buffer.from(name).toString("base64")}?=`;

    const calls: readonly (readonly [
      string,
      Readonly<Record<string, string>>,
      string | undefined,
    ])[] = [
      [
        "a tool whose scopes it has",
        { "Mcp-Method": "tools/call", "Mcp-Name": "cancel" },
        undefined,
      ],
      ["a tool without scopes", { "Mcp-Method": "tools/call", "Mcp-Name": "list" }, undefined],
      ["another method", { "Mcp-Method": "prompts/get", "Mcp-Name": "refund" }, undefined],
      ["a request of 2025, which names nothing", {}, undefined],
      [
        "a tool that needs another",
        { "mcp-method": "tools/call", "MCP-NAME": "refund" },
        "it lacks admin",
      ],
      [
        "the same, named in base64",
        { "Mcp-Method": "tools/call", "Mcp-Name": encoded("refund") },
        "it lacks admin",
      ],
    ];
    for (const [title, headers, detail] of calls) {
      it(`${detail === undefined ? "allow" : "deny"}: ${title}`, async () => {
        const ask = createTestAuthorizer(issuer, { variables });

        const { line } = await ask(tokenEvent(issuer.sign(), headers));

        expect([line["reason"], line["detail"]]).to.deep.equal(
          detail === undefined ? [undefined, undefined] : ["scope", detail],
        );
      });
    }
  });
});
