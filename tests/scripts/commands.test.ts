/** `npm run call` and `npm run connect` as processes, against a running server. */
import { expect } from "chai";
import { execFileSync, spawn } from "node:child_process";
import { connectionLines, PROJECT_ROOT } from "pulumi-local";
import { startTestServer, type TestServer } from "../support/local-server";

const PROJECT_NAME = "mcp-server";

async function run(
  script: string,
  ...args: string[]
): Promise<{ code: number | null; output: string; errors: string }> {
  const command = ["--require", "pulumi-handler-layer/register", `scripts/${script}.ts`, ...args];
  const child = spawn(process.execPath, command, { cwd: PROJECT_ROOT, stdio: "pipe" });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, output, errors };
}

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

  it("prints structured content as JSON", async () => {
    const args = ["text-statistics", '{"text":"a b"}', "--url", server.endpoint];
    const { output } = await run("call", ...args);
    expect(JSON.parse(output)).to.deep.equal({ characters: 3, words: 2, lines: 1 });
  });

  const failing: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["an unknown tool", ["nope"], /^Tool nope not found$/],
    ["wrong arguments", ["add", "{}"], /expected number/],
    ["arguments that are no JSON", ["add", "a=1"], /^The arguments are not JSON: a=1/],
    ["a failed call", ["current-time", '{"timeZone":"X"}'], /no time zone "X"/],
    ["no name", [], /^Name a tool/],
  ];
  for (const [what, args, message] of failing) {
    it(`tells ${what} in words and exits with 1`, async () => {
      const { code, errors } = await run("call", ...args, "--port", port);
      expect(code).to.equal(1);
      expect(errors.trim()).to.match(message);
      expect(errors).to.not.include("    at ");
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
  it("prints lines for the endpoint that npm start serves", async () => {
    const { code, output } = await run("connect", "--port", "4000", "--stack", "prod");
    expect(code).to.equal(0);
    expect(output).to.equal(connectionLines("http://127.0.0.1:4000/prod/mcp"));
  });

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
      const commands = connectionLines(url, "linux")
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
          command === "code" ? JSON.stringify({ name: PROJECT_NAME, type: "http", url }) : url;
        expect(parts, String(command)).to.include(given);
      }
    });
  }

  it("quotes for PowerShell on Windows", () => {
    const lines = connectionLines("https://a.test/it's\u2019&", "win32");

    expect(lines).to.include(
      `codex mcp add ${PROJECT_NAME} --url 'https://a.test/it''s\u2019\u2019&'`,
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
