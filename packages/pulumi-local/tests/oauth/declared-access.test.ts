/** What a declared API wants of callers, and what the page can give it. */
import { expect } from "chai";
import { type DeclaredAccess, declaredAccess } from "../../oauth/declared-access";
import { callAccess, credentialHeaders, type Credentials } from "../../page/server/credentials";
import type { DeclaredProgram, DeclaredResource } from "../../program/declared";

const ISSUER = "http://127.0.0.1:3001";
const PROXY = { "x-amazon-apigateway-integration": { type: "aws_proxy" } };
const JWT_SCHEME = { type: "apiKey", "x-amazon-apigateway-authorizer": { type: "request" } };
const KEY_SCHEME = { type: "apiKey", name: "x-api-key", in: "header" };
const METADATA = JSON.stringify({
  resource: "http://127.0.0.1:3000/mcp",
  authorization_servers: [ISSUER],
  scopes_supported: ["notes:read"],
});

function resource(type: string, inputs: object, outputs: object = {}): DeclaredResource {
  const shared = { type, name: "named", custom: true };
  return { ...shared, inputs: { ...inputs }, outputs: { ...outputs } };
}

function programWith(
  document: object,
  { resources = [], outputs = {} }: Partial<DeclaredProgram> = {},
): DeclaredProgram {
  const body = JSON.stringify(document);
  return {
    resources: [resource("aws:apigateway/restApi:RestApi", { body }), ...resources],
    outputs,
  };
}

describe("declaredAccess", () => {
  it("says none where a POST to the function has no condition", () => {
    expect(declaredAccess(programWith({ paths: { "/mcp": { post: PROXY } } }))).to.deep.equal({
      kind: "none",
    });
    expect(declaredAccess({ resources: [], outputs: {} })).to.deep.equal({ kind: "none" });
  });

  it("says iam where it is signed", () => {
    const post = { ...PROXY, "x-amazon-apigateway-auth": { type: "AWS_IAM" } };
    expect(declaredAccess(programWith({ paths: { "/mcp": { post } } }))).to.deep.equal({
      kind: "iam",
    });
  });

  it("names the keys as the output apiKeys does, and otherwise as API Gateway does", () => {
    const document = {
      paths: { "/mcp": { post: { ...PROXY, security: [{ k: [] }] } } },
      securityDefinitions: { k: KEY_SCHEME },
    };
    const key = resource("aws:apigateway/apiKey:ApiKey", { name: "api-key-a" }, { value: "v" });
    const resources = [key];
    const outputs = { apiKeys: { a: "v" } };

    expect(declaredAccess(programWith(document, { resources }))).to.deep.equal({
      kind: "apiKey",
      keys: [{ name: "api-key-a", value: "v" }],
    });
    expect(declaredAccess(programWith(document, { resources, outputs }))).to.deep.equal({
      kind: "apiKey",
      keys: [{ name: "a", value: "v" }],
    });
  });

  it("reads issuer, resource and scopes out of the metadata that the API responds with", () => {
    const get = {
      "x-amazon-apigateway-integration": {
        type: "mock",
        responses: { default: { responseTemplates: { "application/json": METADATA } } },
      },
    };
    const document = {
      paths: {
        "/mcp": { post: { ...PROXY, security: [{ jwt: [] }] } },
        "/.well-known/oauth-protected-resource/mcp": { get },
      },
      securityDefinitions: { jwt: JWT_SCHEME },
    };
    expect(declaredAccess(programWith(document))).to.deep.equal({
      kind: "jwt",
      resource: "http://127.0.0.1:3000/mcp",
      issuer: ISSUER,
      scopes: ["notes:read"],
    });
  });
});

describe("credentials of the page", () => {
  const jwt: DeclaredAccess = { kind: "jwt", resource: "r", issuer: ISSUER, scopes: ["a"] };
  const keys: DeclaredAccess = { kind: "apiKey", keys: [{ name: "team", value: "secret" }] };
  const of = (access: DeclaredAccess, issuerUrl = ISSUER): Credentials => ({
    access: () => access,
    issuer: () => ({
      url: issuerUrl,
      mint: async ({ account, scopes }) => `${account}:${scopes?.join(" ") ?? "all"}`,
    }),
  });

  it("tells the page no key and no token", () => {
    expect(callAccess(of(keys))).to.deep.equal({ kind: "apiKey", names: ["team"] });
    expect(callAccess(of(jwt))).to.deep.equal({
      kind: "jwt",
      issuer: ISSUER,
      scopes: ["a"],
      accounts: ["alice", "bob"],
    });
    expect(callAccess(of(jwt, "http://127.0.0.1:9"))).to.deep.include({ accounts: [] });
  });

  it("proves who calls with what the endpoint wants", async () => {
    expect(await credentialHeaders(undefined, of(jwt))).to.deep.equal({});
    expect(await credentialHeaders({ kind: "key", name: "team" }, of(keys))).to.deep.equal({
      "x-api-key": "secret",
    });
    const account = { kind: "account", name: "bob" } as const;
    expect(await credentialHeaders(account, of(jwt))).to.deep.equal({
      Authorization: "Bearer bob:all",
    });
    expect(await credentialHeaders({ ...account, scopes: [] }, of(jwt))).to.deep.equal({
      Authorization: "Bearer bob:",
    });
  });

  const refused = [
    [{ kind: "key", name: "x" }, keys, 'There is no API key "x". Keys here: team.'],
    [
      { kind: "key", name: "x" },
      jwt,
      "The server takes no API key: it wants an access token (auth: jwt).",
    ],
    [
      { kind: "signature" },
      { kind: "none" },
      "The server takes no signature: anybody may call it.",
    ],
    [
      { kind: "signature" },
      keys,
      "The server takes no signature: it wants an API key (auth: apiKey).",
    ],
    [
      { kind: "account", name: "bob" },
      { kind: "none" },
      "The server takes no token: anybody may call it.",
    ],
    [
      { kind: "account", name: "bob" },
      { kind: "iam" },
      "The server takes no token: it wants signed requests (auth: iam).",
    ],
    [
      { kind: "account", name: "bob" },
      { ...jwt, issuer: "https://issuer.test" },
      "The server takes tokens of https://issuer.test, where nobody here can sign in. Run it with an issuer of this machine: npm start -- --oauth",
    ],
  ] as const;
  for (const [credential, access, text] of refused) {
    it(`says: ${text}`, async () => {
      const error: unknown = await credentialHeaders(credential, of(access)).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).to.be.an("error").with.property("message", text);
    });
  }
});
