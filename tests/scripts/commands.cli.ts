/** `npm run call` and `npm run connect` as processes, against a running server. */
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { connectionLines, PROJECT } from "pulumi-local";
import { startTestServer, type TestServer } from "../support/local-server";
import { type Finished, runProjectScript } from "../support/script";

const run = (script: string, ...args: string[]): Promise<Finished> =>
  runProjectScript(script, args);

describe("npm run call", () => {
  let server: TestServer;
  let port: string;

  before(async function () {
    this.timeout(120_000);
    server = await startTestServer();
    port = new URL(server.endpoint).port;
  });

  after(() => server.close());

  it("prints the text that a tool answers", async () => {
    const { code, output } = await run("call", "add", '{"a":10,"b":5}', "--port", port);
    expect({ code, output }).to.deep.equal({ code: 0, output: "10 + 5 = 15\n" });
  });

  it("takes arguments as NAME=VALUE words too, and texts among them", async () => {
    const pairs = await run("call", "add", "a=10", "b=5", "--port", port);
    const words = await run("call", "text-statistics", "text=a b", "--port", port);
    expect(pairs).to.include({ code: 0, output: "10 + 5 = 15\n" });
    expect(JSON.parse(words.output)).to.deep.equal({ characters: 3, words: 2, lines: 1 });
  });

  it("lists the tools with their arguments when none is named", async () => {
    const { code, output } = await run("call", "--port", port);
    expect(code).to.equal(0);
    expect(output.split("\n"))
      .to.include("npm run call -- add a=NUMBER b=NUMBER")
      .and.include("npm run call -- text-statistics text=STRING");
  });

  it("prints structured content as JSON", async () => {
    const args = ["text-statistics", '{"text":"a b"}', "--url", server.endpoint];
    const { output } = await run("call", ...args);
    expect(JSON.parse(output)).to.deep.equal({ characters: 3, words: 2, lines: 1 });
  });

  const failing: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      "an unknown tool, with those that there are",
      ["nope"],
      /^Tool nope not found\nTools here: (.+, )?add(, .+)?$/,
    ],
    ["the tool that was meant", ["ad"], /^Tool ad not found\nDid you mean add\? Tools here: /],
    [
      "the option that was meant",
      ["add", "--prot", "1"],
      /^There is no option --prot: .* --port\?$/,
    ],
    [
      "a signature that nobody asks for",
      ["add", "--signed"],
      /^The server takes no signature: anybody may call it\.$/,
    ],
    [
      "a word too many, as npm leaves it",
      ["add", "{}", "alice"],
      /^"alice" is not an option\.\n[^]* write npm run call -- \.\.\.$/,
    ],
    [
      "a URL that is none",
      ["add", "--url", "localhost:3000"],
      /^--url is "localhost:3000" but must be a URL/,
    ],
    ["wrong arguments", ["add", "{}"], /expected number/],
    [
      "arguments that are neither JSON nor pairs",
      ["add", "a:1"],
      /^The arguments are neither a JSON object nor NAME=VALUE words: a:1/,
    ],
    ["a list for arguments", ["add", "[1]"], /^The arguments are neither a JSON object/],
    ["a failed call", ["current-time", '{"timeZone":"X"}'], /no time zone "X"/],
    ["--cancel without a task", ["--cancel"], /^--cancel goes with --task ID/],
    ["a task beside a tool", ["add", "--task", "x"], /^--task takes no tool/],
    ["an answer that is none", ["add", "--answer", "yes"], /^--answer is "yes" but must be/],
  ];
  for (const [what, args, message] of failing) {
    it(`tells ${what} in words and exits with 1`, async () => {
      const { code, errors } = await run("call", ...args, "--port", port);
      expect(code).to.equal(1);
      expect(errors.trim()).to.match(message);
      expect(errors).to.not.include("    at ");
    });
  }

  it("refuses options that npm has kept for itself, and says how they are written", async () => {
    const env = { npm_lifecycle_event: "call", npm_config_port: "true", npm_config_signed: "true" };
    const { code, errors } = await runProjectScript("call", ["add", "{}", "4000"], env);
    expect(code).to.equal(1);
    expect(errors.trim()).to.equal(
      "npm has kept --port, --signed for itself; options need -- before them: npm run call -- --port VALUE --signed",
    );
  });

  it("takes options after -- whatever npm has", async () => {
    const env = { npm_lifecycle_event: "call", npm_config_port: "true" };
    const args = ["add", '{"a":10,"b":5}', "--port", port];
    expect(await runProjectScript("call", args, env)).to.include({ output: "10 + 5 = 15\n" });
  });

  for (const command of ["connect", "size", "cost", "deployer-policy"]) {
    it(`is not alone: npm run ${command} refuses what belongs to no option`, async () => {
      const { code, output, errors } = await run(command, "leftover");
      expect({ code, output }).to.deep.equal({ code: 1, output: "" });
      expect(errors).to.match(/^"leftover" is not an option\.\n\nnpm run/);
    });
  }

  it("says that nothing runs, and how to start it", async () => {
    const { code, errors } = await run("call", "add", "--port", "9");
    expect(code).to.equal(1);
    expect(errors.trim()).to.equal(
      "Nothing answers at http://127.0.0.1:9/dev/mcp. Start the server first: npm start",
    );
  });
});

describe("npm run connect", () => {
  it("prints lines for the endpoint that npm start serves, and says that nothing answers there", async () => {
    const { code, output, errors } = await run("connect", "--port", "4001", "--stack", "prod");
    const url = "http://127.0.0.1:4001/prod/mcp";
    expect(code).to.equal(0);
    expect(output).to.equal(connectionLines(url));
    expect(errors.trim()).to.match(
      /^Nothing answers at http:\/\/127\.0\.0\.1:4001\/prod\/mcp \(.+\)\. Start it: npm start\. These lines are for auth: none; for another say --auth iam\|apiKey\|jwt\.$/,
    );
  });

  const summaries: readonly (readonly [
    string,
    string,
    Parameters<typeof connectionLines>[1],
    string,
  ])[] = [
    [
      "a local run",
      "http://127.0.0.1:3000/dev/mcp",
      {},
      "http://127.0.0.1:3000/dev/mcp: npm start on this machine, auth: none (anyone may call)\nCan connect: every client, on this machine. Cannot: claude.ai, ChatGPT and other hosted clients (they cannot reach this machine: deploy first).\n",
    ],
    [
      "a deployed endpoint with keys",
      "https://x.execute-api.eu-west-1.amazonaws.com/dev/mcp",
      { access: { kind: "apiKey" } },
      "https://x.execute-api.eu-west-1.amazonaws.com/dev/mcp: deployed in eu-west-1, auth: apiKey (who has a key)\nCan connect: clients that send a header of yours. Cannot: ChatGPT, and mostly claude.ai.\n",
    ],
    [
      "a domain with sign-in",
      "https://a.test/mcp",
      { access: { kind: "jwt", issuer: "https://i.test", scopes: [] } },
      "https://a.test/mcp: deployed, auth: jwt (who signs in at https://i.test)\nCan connect: clients that sign in with OAuth.\n",
    ],
  ];
  for (const [what, url, options, summary] of summaries) {
    it(`says first where it runs, whom it lets in, and who can connect: ${what}`, () => {
      expect(connectionLines(url, options).startsWith(`${summary}\n`)).to.equal(true);
    });
  }

  it("takes the mode from --auth, and refuses one that there is not", async () => {
    const url = "https://x.execute-api.eu-west-1.amazonaws.com/dev/mcp";
    const { output, errors } = await run("connect", "--url", url, "--auth", "iam");
    const refused = await run("connect", "--url", url, "--auth", "oauth");

    expect({ output, errors }).to.deep.equal({
      output: connectionLines(url, { access: { kind: "iam" } }),
      errors: "",
    });
    expect(refused.errors.trim()).to.equal(
      '--auth is "oauth" but must be one of none, iam, apiKey, jwt.',
    );
  });

  it("starts the proxy that signs, in the endpoint's region, and says who cannot connect", () => {
    const url = "https://x.execute-api.eu-west-1.amazonaws.com/dev/mcp";
    const lines = connectionLines(url, { access: { kind: "iam" } });
    const proxy = `uvx mcp-proxy-for-aws@latest ${url} --service execute-api --region eu-west-1`;

    expect(lines)
      .to.include(`claude mcp add ${PROJECT.name} -- ${proxy}\n`)
      .and.include(`codex mcp add ${PROJECT.name} -- ${proxy}\n`)
      .and.include("--aws-sigv4 aws:amz:eu-west-1:execute-api")
      .and.include("Hosted clients (claude.ai, ChatGPT and the like) cannot call this server");
  });

  it("has a place for a client id where the issuer registers nobody, and says that one must be made", () => {
    const access = {
      kind: "jwt",
      issuer: "https://issuer.test",
      resource: "https://a.test/mcp",
      scopes: [],
      registration: "manual",
    } as const;
    const lines = connectionLines("https://a.test/mcp", { access });

    expect(lines)
      .to.include("--client-id YOUR_CLIENT_ID --callback-port 8080")
      .and.include('"auth":{"CLIENT_ID":"YOUR_CLIENT_ID"}')
      .and.include("--static-oauth-client-info")
      .and.include("https://issuer.test takes no clients that register themselves")
      .and.not.include("under a path");
    const staged = { ...access, resource: "https://a.test/dev/mcp" };
    expect(connectionLines("https://a.test/dev/mcp", { access: staged })).to.include(
      "under a path",
    );
    const unknown = { kind: "jwt", scopes: [] } as const;
    expect(connectionLines("https://a.test/mcp", { access: unknown })).to.include(
      "Where to sign in is not known",
    );
  });

  for (const access of ["none", "iam", "apiKey"] as const) {
    it(`has JSON that can be pasted, with auth: ${access}`, () => {
      const url = "https://a.test/mcp";
      const json = connectionLines(url, { access: { kind: access } })
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line.startsWith("{"));
      for (const line of json) expect(JSON.stringify(JSON.parse(line))).to.include(url);
      expect(json.length).to.be.greaterThan(2);
    });
  }

  it("gives every configuration as JSON that can be pasted", () => {
    const url = "http://127.0.0.1:3000/dev/mcp";
    const json = connectionLines(url)
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line.startsWith("{"));
    expect(json).to.have.length(5);
    for (const line of json) expect(JSON.stringify(JSON.parse(line))).to.include(url);
  });

  it("tells of hosted clients that they cannot reach this machine, and only then", () => {
    expect(connectionLines("http://127.0.0.1:3000/dev/mcp")).to.include("cannot reach");
    expect(connectionLines("https://x.execute-api.eu-west-1.amazonaws.com/dev/mcp")).to.not.include(
      "cannot reach",
    );
  });

  /** URLs that a shell would split, expand or run. */
  const URLS = [
    "https://a.test/mcp?a=1&b=2",
    "https://a.test/it's $(id) `id` \\",
    "https://a.test/#x;y",
  ];
  for (const url of URLS) {
    it(`has ${url} as one word of each command`, () => {
      const commands = connectionLines(url, { platform: "linux" })
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => /^(claude|code|codex|gemini|npx|curl) /.test(line));

      const words = commands.map((line) => {
        const [command = "", ...rest] = line.split(" ");
        const script = `set -- ${rest.join(" ")}; printf '%s\\0' "$@"`;
        return [command, execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0")];
      });

      expect(commands).to.have.length(8);
      for (const [command, parts] of words) {
        const given =
          command === "code" ? JSON.stringify({ name: PROJECT.name, type: "http", url }) : url;
        expect(parts, String(command)).to.include(given);
      }
    });
  }

  it("quotes for PowerShell on Windows", () => {
    const lines = connectionLines("https://a.test/it's\u2019&", { platform: "win32" });

    expect(lines).to.include(
      `codex mcp add ${PROJECT.name} --url 'https://a.test/it''s\u2019\u2019&'`,
    );
  });

  for (const url of ["a.test/mcp", "ftp://a.test/mcp", "https://a.test/\u001b[2J"]) {
    it(`refuses ${JSON.stringify(url)}, which is no URL of a server`, async () => {
      const { code, output, errors } = await run("connect", "--url", url);

      expect({ code, output }).to.deep.equal({ code: 1, output: "" });
      expect(errors.trim()).to.equal(
        `--url is ${JSON.stringify(url)} but must be a URL that begins with https:// or http://, for example: "$(pulumi stack output endpoint)"`,
      );
    });
  }
});
