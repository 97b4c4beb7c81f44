/**
 * Real clients against the declared stack: the official client of version 2 in both modes and of
 * version 1, and the MCP Inspector's command line. None may complain of anything.
 */
import { expect } from "chai";
import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { areClientsInstalled, clientsFolder } from "../support/clients";
import { startTestServer, type TestServer } from "../support/local-server";
import { FIRST_ANSWER } from "mcp-lambda/testing";

const execute = promisify(execFile);
const INSPECTOR = path.join(
  clientsFolder,
  "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js",
);

interface Exercise {
  readonly server: { readonly name: string; readonly icons?: readonly unknown[] };
  readonly tools: readonly { readonly name: string; readonly annotations: object }[];
  readonly results: Readonly<
    Record<string, { content: unknown; structuredContent?: unknown; isError?: boolean }>
  >;
  readonly contents: readonly { readonly text: string }[];
  readonly zone: readonly { readonly text: string }[];
  readonly messages: readonly { readonly content: { readonly text: string } }[];
  readonly completion: { readonly values: readonly string[] };
  readonly errors: readonly string[];
}

describe("clients", () => {
  let server: TestServer | undefined;
  const url = (): string => server?.endpoint ?? "";

  before(async function () {
    if (!areClientsInstalled()) this.skip();
    server = await startTestServer();
  });

  after(() => server?.close());

  const clients: readonly (readonly [string, string, ...string[]])[] = [
    ["the official client, version 2, 2025 handshake", "sdk-v2.mjs", "2025"],
    ["the official client, version 2, automatic negotiation", "sdk-v2.mjs", "auto"],
    ["the official client, version 1", "sdk-v1.mjs"],
  ];
  for (const [name, script, ...args] of clients) {
    it(`${name}: calls every tool, reads resources, gets the prompt, without an error`, async () => {
      const command = [path.join(clientsFolder, script), url(), ...args];
      const { stdout } = await execute(process.execPath, command);
      const seen = JSON.parse(stdout) as Exercise;
      expect(seen.errors).to.deep.equal([]);
      expect(seen.server.name).to.equal("mcp-server");
      expect(seen.tools.map((tool) => tool.name)).to.deep.equal(Object.keys(seen.results));
      for (const result of Object.values(seen.results)) expect(result.isError).to.not.equal(true);
      expect(seen.results["add"]?.content).to.deep.equal(FIRST_ANSWER.result.content);
      expect(seen.results["text-statistics"]?.structuredContent).to.include({ words: 2 });
      expect(JSON.parse(seen.contents[0]?.text ?? "")).to.include({ stage: "dev" });
      expect(JSON.parse(seen.zone[0]?.text ?? "")).to.include({ utcOffset: "+09:00" });
      expect(seen.messages[0]?.content.text).to.include("Asia/Seoul, UTC");
      expect(seen.completion.values).to.deep.equal(["Asia/Seoul"]);
    });
  }

  const inspect = async (...args: string[]): Promise<unknown> => {
    const command = [INSPECTOR, "--cli", url(), "--transport", "http", ...args];
    const { stdout } = await execute(process.execPath, command, { cwd: clientsFolder });
    return JSON.parse(stdout);
  };

  it("the Inspector's command line lists the tools and calls one", async () => {
    const listed = (await inspect("--method", "tools/list")) as { tools: { name: string }[] };
    expect(listed.tools.map(({ name }) => name)).to.include("add");
    const call = ["--method", "tools/call", "--tool-name", "add"];
    const result = await inspect(...call, "--tool-arg", "a=10", "--tool-arg", "b=5");
    expect(result).to.deep.include({ content: FIRST_ANSWER.result.content });
  });

  it("the Inspector's command line reads the resource and gets the prompt", async () => {
    const read = await inspect("--method", "resources/read", "--uri", "server://deployment");
    expect(JSON.stringify(read)).to.include("ap-northeast-2");
    const get = ["--method", "prompts/get", "--prompt-name", "plan-meeting"];
    const prompt = await inspect(...get, "--prompt-args", "timeZones=UTC");
    expect(JSON.stringify(prompt)).to.include("in these time zones: UTC");
  });
});
