import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { resourceUrl } from "../../infra/authorization/urls";
import { readSettings, type Settings } from "../../infra/settings";

const ISSUER = "https://issuer.example.com/";
const URL_OF_STAGE = "https://abc123.execute-api.ap-northeast-2.amazonaws.com/dev/mcp";
const CERTIFICATE = "arn:aws:acm:ap-northeast-2:123456789012:certificate/1b2c";

type Config = Readonly<Record<string, string>>;

function never(): never {
  throw new Error("settings are read before anything is declared");
}

async function read(config: Config): Promise<Settings> {
  const named = Object.entries(config).map(([key, value]) => [`mcp-server:${key}`, value]);
  await pulumi.runtime.setMocks({ newResource: never, call: never }, "mcp-server", "dev");
  const all = Object.fromEntries(named) as Config;
  pulumi.runtime.setAllConfig({ "aws:region": "ap-northeast-2", ...all });
  return readSettings();
}

async function refusal(config: Config): Promise<string> {
  try {
    await read(config);
  } catch (error) {
    expect(error).to.be.instanceOf(pulumi.RunError);
    return (error as Error).message;
  }
  throw new Error("the settings were accepted");
}

const TOKENS = { auth: "jwt", jwtIssuer: ISSUER, publicUrl: URL_OF_STAGE };

const TAKEN: Readonly<Record<string, Config>> = {
  "an issuer and a stage's URL": TOKENS,
  "an issuer without any URL, with an audience": {
    auth: "jwt",
    jwtIssuer: ISSUER,
    jwtAudience: "https://api.example.com",
  },
  "Cognito's unbound tokens, by their client": {
    auth: "jwt",
    jwtIssuer: "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_Abc",
    jwtClients: "1example23456789",
  },
  "Entra: a GUID with scopes": {
    ...TOKENS,
    jwtAudience: "11111111-2222-3333-4444-555555555555",
    jwtScopes: "mcp",
    jwtScopePrefix: "api://11111111-2222-3333-4444-555555555555/",
  },
  "Entra: a GUID with roles for scopes, and the clients": {
    ...TOKENS,
    jwtAudience: "11111111-2222-3333-4444-555555555555",
    jwtScopes: "Mcp.Use",
    jwtScopeClaims: "scp,roles",
    jwtClients: "66666666-2222-3333-4444-555555555555",
  },
  "URLs of APIs with roles for scopes": {
    ...TOKENS,
    jwtAudience: "https://api.example.com, api://1111, urn:api:mcp",
    jwtScopes: "Mcp.Use",
    jwtScopeClaims: "scp,roles",
  },
  "lists as JSON": { ...TOKENS, jwtScopes: '["a:b","c"]', jwtClaims: '["email"]' },
  "a domain with its zone": {
    ...TOKENS,
    publicUrl: "",
    domainName: "mcp.example.com",
    hostedZoneId: "Z0123",
  },
  "a domain with a certificate": { domainName: "mcp.example.com", certificateArn: CERTIFICATE },
  keys: { auth: "apiKey", apiKeys: "alice,ci", apiKeyQuotaPerDay: "1000" },
  "a VPC": { subnetIds: "subnet-0123456789abcdef0", securityGroupIds: "sg-0123456789abcdef0" },
  addresses: { allowedCidrs: "203.0.113.0/24,2001:db8::/32" },
};

/** What is refused, the key that is named, and a piece of what mends it. */
const REFUSED: Readonly<Record<string, readonly [Config, named: string, mended: string]>> = {
  "no issuer": [
    { auth: "jwt", publicUrl: URL_OF_STAGE },
    "jwtIssuer",
    "config set mcp-server:jwtIssuer",
  ],
  "an issuer without TLS": [
    { ...TOKENS, jwtIssuer: "http://issuer.example.com" },
    "jwtIssuer",
    "https URL",
  ],
  "an issuer on this machine, in a deployment": [
    { ...TOKENS, jwtIssuer: "http://127.0.0.1:3001" },
    "jwtIssuer",
    "https URL",
  ],
  "an issuer that a template would read": [
    { ...TOKENS, jwtIssuer: "https://issuer.example.com/$x" },
    "jwtIssuer",
    "without query, quotes, $ and #",
  ],
  "nobody knows what tokens are for": [
    { auth: "jwt", jwtIssuer: ISSUER },
    "jwtAudience",
    "config set mcp-server:jwtAudience",
  ],
  "an audience that ID tokens have": [
    { ...TOKENS, jwtAudience: "my-app" },
    "jwtScopes",
    "config set mcp-server:jwtScopes",
  ],
  ...Object.fromEntries(
    ["roles", "scp,roles", "scope,permissions", "groups"].map((jwtScopeClaims) => [
      `scopes in ${jwtScopeClaims}, which ID tokens of that audience have too`,
      [
        { ...TOKENS, jwtAudience: "1111-2222", jwtScopes: "Mcp.Use", jwtScopeClaims },
        "jwtClients",
        "config set mcp-server:jwtClients",
      ],
    ]),
  ),
  ...Object.fromEntries(
    [
      ...["client:1", "a:b", "api:1", "https:x", "http://app", "https://", "mailto:a@b.c"],
      "my-https://app",
    ].map((name) => [
      `${name} for the URL of an API`,
      [{ ...TOKENS, jwtAudience: name }, "jwtScopes", "config set mcp-server:jwtScopes"],
    ]),
  ),
  ...Object.fromEntries(
    ["user:secret@", ":secret@", "user@", "@", ":@"].flatMap((name) => [
      [
        `"${name}" in the issuer's URL`,
        [{ ...TOKENS, jwtIssuer: `https://${name}issuer.test/x` }, "jwtIssuer", "https URL"],
      ],
      [
        `"${name}" in the URL of the keys`,
        [{ ...TOKENS, jwtJwksUri: `https://${name}issuer.test/x` }, "jwtJwksUri", "https URL"],
      ],
      [
        `"${name}" in the server's URL`,
        [{ publicUrl: `https://${name}x.test/mcp` }, "publicUrl", "https URL"],
      ],
    ]),
  ),
  "a scope that is no server's": [
    { ...TOKENS, jwtScopes: "mcp,offline_access" },
    "jwtScopes",
    "none of them offline_access",
  ],
  "a scope with a quote": [{ ...TOKENS, jwtScopes: `a"b` }, "jwtScopes", "config set"],
  "a scope twice": [{ ...TOKENS, jwtScopes: "a,a" }, "jwtScopes", "none of them twice"],
  "tokens' settings of an open server": [
    { jwtIssuer: ISSUER },
    "jwtIssuer",
    "config set mcp-server:auth jwt",
  ],
  "tokens' settings beside keys": [
    { auth: "apiKey", apiKeys: "a", jwtScopes: "x" },
    "jwtScopes",
    "config rm mcp-server:jwtScopes",
  ],
  "keys' settings of an open server": [
    { apiKeys: "alice" },
    "apiKeys",
    "config set mcp-server:auth apiKey",
  ],
  "no keys": [{ auth: "apiKey" }, "apiKeys", "config set mcp-server:apiKeys"],
  "a key's name in capitals": [{ auth: "apiKey", apiKeys: "Alice" }, "apiKeys", "lower-case"],
  "too many keys": [
    { auth: "apiKey", apiKeys: Array.from({ length: 51 }, (_, i) => `k${i}`).join(",") },
    "apiKeys",
    "at most 50",
  ],
  "a domain without certificate and zone": [
    { domainName: "mcp.example.com" },
    "hostedZoneId",
    "config set mcp-server:hostedZoneId",
  ],
  "a certificate of another region": [
    {
      domainName: "mcp.example.com",
      certificateArn: CERTIFICATE.replace("ap-northeast-2", "us-east-1"),
    },
    "certificateArn",
    "us-east-1",
  ],
  "a zone without a domain": [
    { hostedZoneId: "Z0123" },
    "domainName",
    "config set mcp-server:domainName",
  ],
  "a domain and another URL": [
    { domainName: "mcp.example.com", hostedZoneId: "Z0123", publicUrl: URL_OF_STAGE },
    "publicUrl",
    "config rm mcp-server:publicUrl",
  ],
  "a domain with its scheme": [
    { domainName: "https://mcp.example.com", hostedZoneId: "Z0123" },
    "domainName",
    "host name",
  ],
  "a URL that is not the endpoint's": [
    { publicUrl: "https://mcp.example.com/" },
    "publicUrl",
    "ends in /mcp",
  ],
  "subnets without a security group": [
    { subnetIds: "subnet-0123456789abcdef0" },
    "securityGroupIds",
    "config set mcp-server:securityGroupIds",
  ],
  "a private address": [{ allowedCidrs: "10.0.0.0/8" }, "allowedCidrs", "private network"],
  "a cache of a day": [
    { ...TOKENS, authCacheSeconds: "86400" },
    "authCacheSeconds",
    "from 0 to 3600",
  ],
};

describe("settings of who may call", () => {
  after(() => {
    pulumi.runtime.setAllConfig({});
  });

  for (const [what, config] of Object.entries(TAKEN)) {
    it(`takes ${what}`, async () => {
      const set = Object.entries(config).filter(([, value]) => value !== "");
      const { authorization } = await read(Object.fromEntries(set));

      expect(authorization.auth).to.equal(config["auth"] ?? "none");
    });
  }

  for (const [what, [config, named, mended]] of Object.entries(REFUSED)) {
    it(`refuses ${what}`, async () => {
      const message = await refusal(config);

      expect(message).to.contain(`mcp-server:${named}`).and.contain(mended);
      expect(message.split("\n")).to.have.lengthOf(1);
    });
  }

  it("refuses a name that leaves no room for the authorizer's", async () => {
    const all = {
      "mcp-server:auth": "jwt",
      "mcp-server:jwtIssuer": ISSUER,
      "mcp-server:publicUrl": URL_OF_STAGE,
    };
    const stack = "s".repeat(50);
    await pulumi.runtime.setMocks({ newResource: never, call: never }, "mcp-server", stack);
    pulumi.runtime.setAllConfig({ "aws:region": "ap-northeast-2", ...all });

    expect(() => readSettings()).to.throw(`"mcp-server-${stack}-authorizer" cannot name`);
  });
});

describe("warnings of who may call", () => {
  const { warn } = console;
  let warned: string[];

  beforeEach(() => {
    warned = [];
    console.warn = (text: string) => void warned.push(text);
  });
  afterEach(() => {
    console.warn = warn;
    delete process.env["LOCAL_RUN_URL"];
    pulumi.runtime.setAllConfig({});
  });

  const AT_ROOT = { ...TOKENS, publicUrl: "https://mcp.example.com/mcp" };
  const UNSAID = { auth: "jwt", jwtIssuer: ISSUER };
  const LOCAL = "http://127.0.0.1:3000";
  async function warnings(config: Config, localUrl?: string): Promise<readonly string[]> {
    if (localUrl !== undefined) process.env["LOCAL_RUN_URL"] = localUrl;
    await read(config);
    return warned.map((text) => text.replace("warning: [runtime] ", ""));
  }

  const GRANTED = "scope,scp,permissions,roles,groups,cognito:groups";
  const silent: readonly (readonly [string, Config, localUrl?: string])[] = [
    ["a scope of its own", { ...AT_ROOT, jwtScopes: "openid,mcp" }],
    ["claims that issuers fill", { ...AT_ROOT, jwtScopeClaims: GRANTED }],
    ["a local run with an audience", { ...UNSAID, jwtAudience: "https://a.test" }, LOCAL],
    ["a local run with a domain's URL", AT_ROOT, LOCAL],
    ["a local run with clients", { ...UNSAID, jwtClients: "cli" }, LOCAL],
    [
      "a local run with an audience and clients",
      { ...UNSAID, jwtAudience: "https://a.test", jwtClients: "cli" },
      LOCAL,
    ],
    [
      "a local run with a domain",
      { ...UNSAID, domainName: "mcp.example.com", hostedZoneId: "Z1" },
      LOCAL,
    ],
    ["addresses without a URL", { allowedCidrs: "203.0.113.0/24" }],
    ["a URL without addresses", { publicUrl: "https://mcp.example.com/mcp" }],
    ["addresses, at the stage's URL", { allowedCidrs: "203.0.113.0/24", publicUrl: URL_OF_STAGE }],
    ["npm start -- --oauth", { ...UNSAID, jwtIssuer: "http://127.0.0.1:3001" }, LOCAL],
  ];
  for (const [what, config, local] of silent) {
    it(`say nothing of ${what}`, async () => {
      expect(await warnings(config, local)).to.deep.equal([]);
    });
  }

  const spoken: readonly (readonly [string, RegExp, Config, localUrl?: string])[] = [
    [
      "claims that people write",
      /^jwtScopeClaims counts what stands in email, preferred_username as scopes\./,
      { ...AT_ROOT, jwtScopeClaims: "scope,email,preferred_username" },
    ],
    [
      "scopes that every client gets",
      /^jwtScopes \(openid, profile, email\) keeps nobody out/,
      { ...AT_ROOT, jwtScopes: "openid,profile,email" },
    ],
    [
      "an address and a number, which are scopes of OpenID Connect too",
      /^jwtScopes \(address, phone\) keeps nobody out/,
      { ...AT_ROOT, jwtScopes: "address,phone" },
    ],
    [
      "a URL that nobody has said",
      /^No client can sign in by itself/,
      { ...UNSAID, jwtAudience: "https://a.test" },
    ],
    [
      "a URL under a stage",
      /^Claude Code, and hosted clients that look for the issuer at the root of abc123\.execute-api/,
      TOKENS,
    ],
    ...["https://cdn.example.com/mcp", "https://a.test/x.execute-api.b/dev/mcp/mcp"].map(
      (publicUrl) =>
        [
          `addresses that ${publicUrl} hides`,
          /^allowedCidrs is compared with .* behind (cdn\.example\.com|a\.test) these are/,
          { allowedCidrs: "203.0.113.0/24", publicUrl },
        ] as const,
    ),
    ["a local run without what a deployment needs", /^A deployment of these/, UNSAID, LOCAL],
  ];
  for (const [what, expected, config, local] of spoken) {
    it(`speak of ${what}, in one line`, async () => {
      const texts = await warnings(config, local);

      expect(texts).to.have.lengthOf(1);
      expect(texts[0]).to.match(expected).and.not.include("\n");
    });
  }
});

describe("resourceUrl", () => {
  const none = { auth: "jwt", domainName: undefined, publicUrl: undefined };

  before(() => pulumi.runtime.setMocks({ newResource: never, call: never }, "mcp-server", "dev"));
  afterEach(() => delete process.env["LOCAL_RUN_URL"]);

  it("is the domain's, else what people were told, else unknown", () => {
    expect(resourceUrl({ ...none, domainName: "mcp.example.com" })).to.equal(
      "https://mcp.example.com/mcp",
    );
    expect(resourceUrl({ ...none, publicUrl: URL_OF_STAGE })).to.equal(URL_OF_STAGE);
    expect(resourceUrl(none)).to.equal(undefined);
  });

  it("is this machine's in a local run: at the root, or under the path of publicUrl", () => {
    process.env["LOCAL_RUN_URL"] = "http://127.0.0.1:3000";

    expect(resourceUrl(none)).to.equal("http://127.0.0.1:3000/mcp");
    expect(resourceUrl({ ...none, publicUrl: URL_OF_STAGE })).to.equal(
      "http://127.0.0.1:3000/dev/mcp",
    );
    expect(resourceUrl({ ...none, publicUrl: "https://cdn.example.com/tools/mcp" })).to.equal(
      "http://127.0.0.1:3000/mcp",
    );
    expect(resourceUrl({ ...none, auth: "iam" })).to.equal(undefined);
    for (const said of [
      { domainName: "mcp.example.com" },
      { publicUrl: "https://cdn.example.com/mcp" },
    ]) {
      expect(resourceUrl({ ...none, ...said, auth: "iam" })).to.equal("http://127.0.0.1:3000/mcp");
    }
  });
});

describe("an issuer on this machine", () => {
  const issuers = ["http://127.0.0.1:3001", "http://localhost:3001/x", "http://[::1]:3001"];
  const before = process.env["AWS_ENDPOINT_URL"];
  afterEach(() => {
    if (before === undefined) delete process.env["AWS_ENDPOINT_URL"];
    else process.env["AWS_ENDPOINT_URL"] = before;
    pulumi.runtime.setAllConfig({});
  });

  it("is taken where an emulator of this machine is deployed to", async () => {
    process.env["AWS_ENDPOINT_URL"] = "http://localhost:4566";

    for (const jwtIssuer of issuers) {
      const { authorization } = await read({ ...TOKENS, jwtIssuer });
      expect(authorization.jwtIssuer).to.equal(jwtIssuer);
    }
  });

  for (const endpoint of ["https://aws.example.com", "localhost", ""]) {
    it(`is refused where what is deployed to is "${endpoint}"`, async () => {
      process.env["AWS_ENDPOINT_URL"] = endpoint;

      for (const jwtIssuer of issuers) {
        expect(await refusal({ ...TOKENS, jwtIssuer })).to.include("but must be an https URL");
      }
    });
  }

  it("has no name and no password either", async () => {
    process.env["AWS_ENDPOINT_URL"] = "http://127.0.0.1:4566";

    const message = await refusal({ ...TOKENS, jwtIssuer: "http://user:secret@127.0.0.1:3001" });

    expect(message).to.include("but must be an https URL");
  });
});
