/** `npm run call` and `npm run connect` against servers that do not let everybody in. */
import { expect } from "chai";
import * as path from "node:path";
import { LocalServer, PROJECT, UserError } from "pulumi-local";
import { startTestServer, type TestServer } from "../support/local-server";
import { stackSettings } from "../support/program";
import { type Finished, runProjectScript } from "../support/script";
import { type SignedInServer, startSignedInServer } from "../support/signed-in-server";

describe("commands against a server that wants tokens", () => {
  let running: SignedInServer;
  let port: string;

  before(async function () {
    this.timeout(120_000);
    running = await startSignedInServer({ "mcp-server:jwtClaims": "email,groups" });
    running.server.observability.offerSignIn(running.issuer);
    ({ port } = new URL(running.endpoint));
  });
  after(() => running.close());

  const call = (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<Finished> => runProjectScript("call", [...args, "--port", port], env);

  it("calls as an account of the local issuer, with all scopes", async () => {
    const { code, output } = await call(["who-am-i", "--as", "bob"]);
    expect(code).to.equal(0);
    expect(JSON.parse(output)).to.deep.equal({
      kind: "jwt",
      subject: "bob",
      scopes: ["notes:read", "notes:write"],
      claims: { email: "bob@example.com", groups: ["staff"] },
    });
  });

  it("calls with the given scopes alone, and tells which one is lacking", async () => {
    const { output } = await call(["read-notes", "--as", "alice", "--scopes", "notes:read"]);
    const { code, errors } = await call(["write-note", "--as", "alice", "--scopes", "notes:read"]);
    expect(output).to.equal("notes\n");
    expect(code).to.equal(1);
    expect(errors).to.include("notes:write");
  });

  it("takes a token from an environment variable", async () => {
    const ACCESS_TOKEN = await running.issuer.mint({ account: "alice", scopes: ["notes:read"] });
    const { output } = await call(["read-notes", "--token-env", "ACCESS_TOKEN"], { ACCESS_TOKEN });
    expect(output).to.equal("notes\n");
  });

  it("calls as an account by another name of this machine", async () => {
    const url = `http://localhost:${port}/mcp`;
    const args = ["who-am-i", "--as", "bob", "--url", url];
    const { code, output } = await runProjectScript("call", args);
    expect(code).to.equal(0);
    expect(JSON.parse(output)).to.include({ subject: "bob" });
  });

  it("tells that the issuer's port is not the server's", async () => {
    const issuerPort = new URL(running.issuer.url).port;
    for (const proof of [["--as", "bob"], []]) {
      const args = ["who-am-i", ...proof, "--port", issuerPort];
      const { code, errors } = await runProjectScript("call", args);
      expect(code).to.equal(1);
      expect(errors).to.include("--port and --url are those of npm start, not of the issuer");
    }
  });

  it("names the tools to whoever may call one", async () => {
    const { errors } = await call(["nope", "--as", "bob"]);
    expect(errors).to.match(/^Tool nope not found\nTools here: .*who-am-i/);
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      "no token",
      ["who-am-i"],
      /^A valid access token is needed: .*\nSign in as somebody of this machine: --as alice or --as bob$/,
    ],
    [
      "nobody's name",
      ["who-am-i", "--as", "eve"],
      /^There is no "eve" here\. Sign in as alice or bob\.$/,
    ],
    [
      "a scope that there is not",
      ["who-am-i", "--as", "bob", "--scopes", "x"],
      /^The server has no scope x\. It has: notes:read, notes:write\.$/,
    ],
    [
      "a host that only begins like this machine's",
      ["who-am-i", "--as", "bob", "--url", "http://127.0.0.1:x@a.test/mcp"],
      /^--as is for the server of npm start\./,
    ],
    ["a key", ["who-am-i", "--key", "a"], /^The server takes no API key: it wants an access token/],
    [
      "a variable that is not set",
      ["who-am-i", "--token-env", "NOT_SET"],
      /^The environment variable NOT_SET is not set/,
    ],
    ["two proofs", ["who-am-i", "--as", "bob", "--signed"], /^Give --as or --signed, not both\.$/],
    ["scopes of a token", ["who-am-i", "--scopes", "a"], /^--scopes goes with --as/],
    [
      "an account elsewhere",
      ["who-am-i", "--as", "bob", "--url", "https://a.test/mcp"],
      /^--as is for the server of npm start\. For another give --token-env/,
    ],
  ];
  for (const [what, args, message] of refused) {
    it(`tells what is wrong with ${what}`, async () => {
      const { code, output, errors } = await call(args);
      expect({ code, output }).to.deep.equal({ code: 1, output: "" });
      expect(errors.trim()).to.match(message);
    });
  }

  it("connects clients at the URL that tokens are for, which sign in by themselves", async () => {
    const { code, output } = await runProjectScript("connect", ["--port", port]);
    expect(code).to.equal(0);
    expect(output)
      .to.include(`claude mcp add --transport http ${PROJECT.name} ${running.endpoint}\n`)
      .and.include(`codex mcp login ${PROJECT.name}`)
      .and.include(`you sign in at ${running.issuer.url}`)
      .and.include("choose OAuth")
      .and.include("local-client")
      .and.not.include("x-api-key");
  });

  it("says when a URL is not the one that tokens are for", async () => {
    const url = `http://127.0.0.1:${port}/dev/mcp`;
    const { output } = await runProjectScript("connect", ["--url", url]);
    expect(output).to.include(
      `Tokens are for ${running.endpoint}: clients must be given this very URL.`,
    );
  });
});

describe("a tool whose scopes nobody can have", () => {
  it("is refused with the way out of a local run beside that of a deployment", async function () {
    this.timeout(120_000);
    const started: unknown = await LocalServer.start({
      settings: stackSettings(),
      port: 0,
      programFolder: path.join(__dirname, "..", "fixtures", "signed-in"),
      onWarning: () => undefined,
      onLine: () => undefined,
      onFailure: () => undefined,
    }).catch((error: unknown) => error);
    expect(started).to.be.instanceOf(UserError);
    expect(String(started))
      .to.include("scopes: only with auth: jwt, and it is none")
      .and.include("npm start -- --oauth");
  });
});

describe("commands against a server that wants API keys", () => {
  let running: TestServer;
  let port: string;

  before(async function () {
    this.timeout(120_000);
    // With the output apiKeys, whose names the keys go by.
    running = await startTestServer({
      authorized: true,
      config: { "mcp-server:auth": "apiKey", "mcp-server:apiKeys": "team,ci" },
    });
    ({ port } = new URL(running.endpoint));
  });
  after(() => running.close());

  const call = (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<Finished> =>
    runProjectScript("call", ["add", '{"a":10,"b":5}', ...args, "--port", port], env);

  it("calls with a key by its name, or from an environment variable", async () => {
    const byName = await call(["--key", "ci"]);
    const keys = running.program.outputs["apiKeys"] as Readonly<Record<string, string>>;
    const fromVariable = await call(["--key-env", "MCP_API_KEY"], {
      MCP_API_KEY: keys["ci"] ?? "",
    });
    expect(byName).to.deep.include({ code: 0, output: "10 + 5 = 15\n" });
    expect(fromVariable).to.deep.include({ code: 0, output: "10 + 5 = 15\n" });
  });

  it("calls as whom the key is named for", async () => {
    const { output } = await runProjectScript("call", ["who-am-i", "--key", "ci", "--port", port]);
    const { caller } = JSON.parse(output) as { caller: object };
    expect(caller).to.deep.include({ kind: "apiKey", name: "ci" });
  });

  it("tells that a key is needed, or unknown, and how to give one", async () => {
    const without = await call([]);
    const unknown = await call(["--key", "nope"]);
    expect(without.errors).to.match(
      /^A key is needed in the header x-api-key\.\nKeys of this machine, by name: --key ci or --key team$/m,
    );
    expect(unknown.errors.trim()).to.equal('There is no API key "nope". Keys here: ci, team.');
  });

  it("connects clients with the key from a variable, and says who cannot", async () => {
    const { output } = await runProjectScript("connect", ["--port", port]);
    expect(output)
      .to.include('--header "x-api-key: $MCP_API_KEY"')
      .and.include('"headers":{"x-api-key":"${env:MCP_API_KEY}"}')
      .and.include('"password":true')
      .and.include('env_http_headers = { "x-api-key" = "MCP_API_KEY" }')
      .and.include("ChatGPT cannot send a key")
      .and.not.include("local-");
  });
});
