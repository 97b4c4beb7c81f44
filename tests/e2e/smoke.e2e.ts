/**
 * A stack looked at from the terminal, with the real engine: `npm run up` ends with smoke; logs and stats
 * print of the stack what they print of `npm start` for the same calls; drift finds what was changed.
 */
import { expect } from "chai";
import { LambdaClient, UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { LocalServer } from "pulumi-local";
import { closedAfter } from "../support/closed-after";
import { UNTHROTTLED } from "../support/local-server";
import { stackSettings } from "../support/program";
import { runProjectScript } from "../support/script";
import { DeployedProject } from "./deployed-project";
import { missingPrerequisite } from "./prerequisites";
import { askedDuring } from "./request-loop";

const STACK = "looked";
const REGION = "ap-northeast-2";
const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };

(missingPrerequisite() === undefined ? describe : describe.skip)("a stack, looked at", () => {
  const keep = closedAfter();
  let project: DeployedProject;
  let local: LocalServer;
  let deployed: string;
  let first = "";

  before(async () => {
    project = keep(await DeployedProject.create(STACK), (it) => it.remove());
    await project.succeed("pulumi", "stack", "init", STACK);
    await project.configure({ "aws:region": REGION, ...UNTHROTTLED });
    first = await project.succeed("npm", "run", "up", "--", "--stack", STACK);
    deployed = await project.emulatorEndpoint();
    local = keep(
      await LocalServer.start({
        settings: { ...stackSettings(UNTHROTTLED), stack: STACK },
        port: 0,
        onLine: () => undefined,
      }),
      (it) => it.close(),
    );
  });

  const look = (script: string, ...args: string[]): ReturnType<DeployedProject["run"]> =>
    project.run("npm", "run", "--silent", script, "--", "--stack", STACK, ...args);
  const lookHere = async (script: string, ...args: string[]): Promise<string> => {
    const port = new URL(local.endpoint).port;
    return (await runProjectScript(script, [...args, "--port", port], { NO_COLOR: "1" })).output;
  };

  it("up: ends with checks that find nothing", () => {
    expect(first).to.match(/✓ latency of 20 calls +p50 \d+ ms/);
    expect(first).to.include(`smoke      ${deployed}\n`).and.not.include("✗");
  });

  it("smoke: as rows of JSON, with the account's concurrency", async () => {
    const { code, output } = await look("smoke", "--json");
    const rows = output
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text) as { status: string });

    expect(code).to.equal(0);
    expect(rows).to.have.length(12);
    expect(rows.filter(({ status }) => status === "failed")).to.deep.equal([]);
  });

  it("logs and stats: the same of the same calls", async () => {
    // What up and smoke asked is not looked at.
    const begin = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const period = (): readonly string[] => [
      "--since",
      `${Math.max(1, Math.floor((Date.now() - begin) / 1000) - 1)}s`,
    ];
    for (const url of [deployed, local.endpoint]) await callAll(url);

    const logsThere = await look("logs", "--no-follow", ...period());
    const statsThere = await look("stats", ...period());
    const logsHere = await lookHere("logs", "--no-follow");
    const statsHere = await lookHere("stats");

    const here = alike(logsHere);
    expect(linesOf(alike(logsThere.output))).to.deep.equal(linesOf(here));
    expect(linesOf(here)).to.deep.equal([
      "200 2025 tools/call add ok N ms ID",
      "200 2025 tools/call add invalid-arguments (a: invalid_type) N ms ID",
      "200 2025 tools/call nope unknown-tool N ms ID",
      "200 2025 tools/list ok N ms ID",
    ]);
    expect(alike(statsThere.output)).to.equal(alike(statsHere));
    expect(statsHere).to.match(/^add +1 +0 +0\.0 +1 /m);
  });

  it("drift: none, then what was changed by hand", async () => {
    const client = new LambdaClient({ region: REGION, credentials: CREDENTIALS });
    const FunctionName = `mcp-server-${STACK}`;
    const change = new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 1024 });

    const { worked } = await askedDuring(deployed, async () => {
      const before = await look("drift");
      await client.send(change);
      return [before, await look("drift")] as const;
    });

    const [none, found] = worked;
    expect(none).to.deep.equal({ code: 0, output: "Nothing drifted.\n" });
    expect(found.code).to.equal(1);
    expect(found.output).to.match(/^Function +mcp-server +changed +memorySize: 512 -> 1024$/m);
    expect((await look("drift", "--stack", "none")).code).to.equal(2);
  });
});

async function callAll(url: string): Promise<void> {
  const call = (name: string, args: object): object => ({
    method: "tools/call",
    params: { name, arguments: args },
  });
  const messages = [
    call("add", { a: 10, b: 5 }),
    call("add", { a: "x", b: 5 }),
    call("nope", {}),
    { method: "tools/list" },
  ];
  for (const message of messages) {
    await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, ...message }),
    });
  }
}

/** Times and ids are all alike, and what the emulator's Node.js warns of is left out. */
function alike(text: string): string {
  return text
    .replace(/^\(.*\n/gm, "")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
    .replace(/\d+ ms/g, "N ms")
    .replace(/ +\d+\.\d+/g, "  N");
}

function linesOf(text = ""): readonly string[] {
  return text.trim().split("\n");
}
