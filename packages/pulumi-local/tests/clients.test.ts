/** `--open CLIENT`: the commands that are run, with stand-ins for them on PATH. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type ClientHeaders, openClient, refuseUnknownClient } from "../cli/clients";
import { PROJECT } from "../program/project-root";

const URL_OF_SERVER = "http://127.0.0.1:3000/dev/mcp";
const LINK_COMMAND = process.platform === "darwin" ? "open" : "xdg-open";

describe("--open", () => {
  const { PATH } = process.env;
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "clients-"));
    process.env["PATH"] = `${folder}${path.delimiter}/usr/bin${path.delimiter}/bin`;
  });

  afterEach(() => {
    process.env["PATH"] = PATH;
    fs.rmSync(folder, { recursive: true });
  });

  /** Opens a client whose command writes down what it was called with. */
  async function argumentsOf(
    client: string,
    command: string,
    headers?: ClientHeaders,
  ): Promise<string[]> {
    const written = path.join(folder, "arguments");
    const script = `#!/bin/sh\nprintf '%s\\n' "$@" > ${written}.part && mv ${written}.part ${written}\n`;
    fs.writeFileSync(path.join(folder, command), script, { mode: 0o755 });
    openClient(client, URL_OF_SERVER, { ...(headers && { headers }) });
    for (let tries = 0; tries < 200 && !fs.existsSync(written); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return fs.readFileSync(written, "utf8").trim().split("\n");
  }

  it("adds the server to Claude Code", async () => {
    expect(await argumentsOf("claude", "claude")).to.deep.equal(
      `mcp add --transport http ${PROJECT.name} ${URL_OF_SERVER}`.split(" "),
    );
  });

  it("starts the MCP Inspector", async () => {
    expect(await argumentsOf("inspector", "npx")).to.include.members([
      "@modelcontextprotocol/inspector",
      URL_OF_SERVER,
    ]);
  });

  it("opens the link that adds the server to VS Code", async () => {
    const [link = ""] = await argumentsOf("vscode", LINK_COMMAND);
    const [scheme, json = ""] = link.split("?");
    expect(scheme).to.equal("vscode:mcp/install");
    expect(JSON.parse(decodeURIComponent(json))).to.deep.equal({
      name: PROJECT.name,
      type: "http",
      url: URL_OF_SERVER,
    });
  });

  it("opens the link that adds the server to Cursor", async () => {
    const [link = ""] = await argumentsOf("cursor", LINK_COMMAND);
    const parameters = new URLSearchParams(link.split("?")[1]);
    expect(link).to.match(/^cursor:\/\/anysphere\.cursor-deeplink\/mcp\/install\?/);
    expect(parameters.get("name")).to.equal(PROJECT.name);
    const config = Buffer.from(parameters.get("config") ?? "", "base64").toString("utf8");
    expect(JSON.parse(config)).to.deep.equal({ url: URL_OF_SERVER });
  });

  it("gives clients the API key that the server wants", async () => {
    const headers = { "x-api-key": "local-team" };
    const key = "x-api-key: local-team";

    expect((await argumentsOf("claude", "claude", headers)).slice(-2)).to.deep.equal([
      "--header",
      key,
    ]);
    fs.rmSync(path.join(folder, "arguments"));
    expect(await argumentsOf("inspector", "npx", headers)).to.include.members(["--header", key]);
    fs.rmSync(path.join(folder, "arguments"));
    const [code = ""] = await argumentsOf("vscode", LINK_COMMAND, headers);
    expect(decodeURIComponent(code)).to.include(JSON.stringify({ headers }).slice(1));
    fs.rmSync(path.join(folder, "arguments"));
    const [cursor = ""] = await argumentsOf("cursor", LINK_COMMAND, headers);
    const config = new URLSearchParams(cursor.split("?")[1]).get("config") ?? "";
    expect(JSON.parse(Buffer.from(config, "base64").toString("utf8"))).to.deep.include({ headers });
  });

  it("opens the page beside the endpoint", async () => {
    const [link = ""] = await argumentsOf("page", LINK_COMMAND);
    expect(link).to.equal(new URL("/", URL_OF_SERVER).href);
  });

  it("says what to run manually where the command is missing", async () => {
    process.env["PATH"] = folder;
    const write = process.stderr.write.bind(process.stderr);
    let written = "";
    process.stderr.write = (text: string | Uint8Array) => (written += String(text)) !== "";
    openClient("claude", URL_OF_SERVER);
    for (let tries = 0; tries < 100 && written === ""; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    process.stderr.write = write;
    expect(written).to.equal(
      `claude was not opened: no claude here. Run it manually: claude mcp add --transport http ${PROJECT.name} ${URL_OF_SERVER}\n`,
    );
  });

  it("hands over what the command writes, line by line, where that is wanted", async () => {
    const script = "#!/bin/sh\nprintf 'one\\ntwo\\n'; printf 'three\\n' >&2\n";
    fs.writeFileSync(path.join(folder, "claude"), script, { mode: 0o755 });
    const lines: string[] = [];
    openClient("claude", URL_OF_SERVER, { onLine: (line) => lines.push(line) });
    for (let tries = 0; tries < 200 && lines.length < 3; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(lines.sort()).to.deep.equal(["one", "three", "two"]);
  });

  it("says which client was meant", () => {
    expect(() => {
      refuseUnknownClient("curser");
    }).to.throw("Did you mean cursor?");
  });

  it("refuses a client that it cannot open", () => {
    expect(() => {
      refuseUnknownClient("emacs");
    }).to.throw('--open is "emacs" but must be one of claude, cursor, inspector, page, vscode.');
  });
});
