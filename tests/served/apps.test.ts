/** A tool's page and skills, out of the archive and the layer that would be deployed. */
import { expect } from "chai";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { modern, send } from "mcp-lambda/testing";
import { LocalServer, ofType, type UnpackedArchive } from "pulumi-local";
import { areClientsInstalled, clientsFolder } from "../support/clients";
import { UNTHROTTLED } from "../support/local-server";
import { declareProduct } from "../support/product";
import { stackSettings } from "../support/program";

const FIXTURE = path.join(__dirname, "..", "fixtures", "apps");
const SUITE = path.join(
  clientsFolder,
  "node_modules/@modelcontextprotocol/conformance/dist/index.js",
);

/** A scenario of the official suite: its exit status, and what it printed. */
async function scenario(url: string, name: string): Promise<readonly [number | null, string]> {
  const args = [SUITE, "server", "--url", url, "--scenario", name];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return [status, output];
}

describe("a page and skills in an archive", function () {
  let server: LocalServer | undefined;
  before(async () => {
    server = await LocalServer.start({
      settings: stackSettings(UNTHROTTLED),
      port: 0,
      programFolder: FIXTURE,
      onWarning: () => undefined,
      onLine: () => undefined,
    });
  });
  after(() => server?.close());

  async function ask(method: string, params = {}): Promise<Record<string, unknown>> {
    const { body, headers } = modern(method, params);
    const { json } = await send(server?.endpoint ?? "", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return (json as { result: Record<string, unknown> }).result;
  }
  const layerOf = (program: Parameters<typeof ofType>[0]): string => {
    const layer = ofType(program, "aws:lambda/layerVersion:LayerVersion")[0];
    const { folder } = layer?.inputs["code"] as UnpackedArchive;
    return fs.readFileSync(path.join(folder, "nodejs", "bundle.js"), "utf8");
  };

  it("serve the page as it was written", async () => {
    const { tools } = await ask("tools/list");
    const { contents } = await ask("resources/read", { uri: "ui://apps/total" });

    expect(tools).to.have.deep.nested.property("[0]._meta", {
      ui: { resourceUri: "ui://apps/total" },
    });
    expect(contents).to.deep.equal([
      {
        uri: "ui://apps/total",
        mimeType: "text/html;profile=mcp-app",
        text: fs.readFileSync(path.join(FIXTURE, "total.html"), "utf8"),
        _meta: { ui: { prefersBorder: true } },
      },
    ]);
  });

  it("serve the skill and its files", async () => {
    const { skills } = await ask("skills/list");
    const uri = "skill://refunds/references/limits.md";
    const { contents } = await ask("resources/read", { uri });

    expect(skills).to.have.nested.property("[0].frontmatter.name", "refunds");
    expect(contents).to.deep.equal([
      { uri, mimeType: "text/markdown", text: "Above 500, ask a person.\n" },
    ]);
  });

  // `--spec-version` would skip them, and exit with 0.
  for (const name of ["enumeration", "manifest", "directory"]) {
    it(`pass sep-2640-skills-${name} of the official suite`, async function () {
      if (!areClientsInstalled()) this.skip();

      const [status, output] = await scenario(server?.endpoint ?? "", `sep-2640-skills-${name}`);

      expect(status, output).to.equal(0);
      expect(output).to.match(/Passed: ([1-9]\d*)\/\1, 0 failed, 0 warnings/);
    });
  }

  it("are in the layer of no server that has none", async () => {
    const { program } = await declareProduct();
    const words = ["profile=mcp-app", "io.modelcontextprotocol/skills"];

    const own = server && layerOf(server.program);
    const other = layerOf(program);

    for (const word of words) {
      expect(own, word).to.include(word);
      expect(other, word).to.not.include(word);
    }
  });
});
