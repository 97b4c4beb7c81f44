/**
 * The official suite's scenarios of the tasks extension against the product's handler and worker. They are
 * called one by one and without a version: with one, the suite skips them and reports success.
 */
import { expect } from "chai";
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { areClientsInstalled, clientsFolder } from "../support/clients";

const SUITE = path.join(clientsFolder, "node_modules/@modelcontextprotocol/conformance");
const INSPECTOR = path.join(clientsFolder, "node_modules/.bin/mcp-inspector");
const ROOT = path.join(__dirname, "..", "..");

/** Checks of each scenario; the suite itself skips the one of notifications. */
const SCENARIOS = {
  "tasks-lifecycle": 9,
  "tasks-capability-negotiation": 5,
  "tasks-wire-fields": 4,
  "tasks-request-state-removal": 3,
  "tasks-mrtr-input": 4,
  "tasks-request-headers": 5,
  "tasks-dispatch-and-envelope": 9,
  "tasks-status-notifications": 0,
  "tasks-required-task-error": 3,
  "tasks-mrtr-composition": 2,
} as const;

function run(script: string, args: readonly string[], options: object = {}): ChildProcess {
  return spawn(process.execPath, [script, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
  });
}

async function outputOf(child: ChildProcess): Promise<string> {
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  await new Promise((resolve) => child.on("close", resolve));
  return output;
}

describe("the conformance suite's scenarios of tasks", () => {
  let server: ChildProcess | undefined;
  let url = "";

  before(async function () {
    if (!areClientsInstalled()) this.skip();
    const variables = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
    const started = run(path.join(__dirname, "tasks-server.ts"), [], {
      cwd: ROOT,
      env: {
        ...process.env,
        ...variables,
        NODE_OPTIONS: "--require pulumi-handler-layer/register",
        TASK_FUNCTION: "arn:aws:lambda:us-east-1:123456789012:function:tasks:1",
      },
    });
    server = started;
    started.stdout?.resume();
    url = await new Promise((resolve, reject) => {
      started.stderr?.on("data", (chunk: Buffer) => {
        const [found] = /http:\S+/.exec(chunk.toString("utf8")) ?? [];
        if (found !== undefined) resolve(found);
      });
      started.on("close", () => {
        reject(new Error("the server of the tasks fixture has ended"));
      });
    });
  });

  after(() => server?.kill());

  for (const [scenario, checks] of Object.entries(SCENARIOS)) {
    it(`passes ${checks} of ${checks} checks of ${scenario}`, async () => {
      const args = ["server", "--url", url, "--scenario", scenario];
      const output = await outputOf(run(path.join(SUITE, "dist/index.js"), args));

      expect(output).to.include(`Passed: ${checks}/${checks}, 0 failed, 0 warnings`);
    });
  }

  it("polls to the end as the Inspector's command line does it", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tasks-inspector-"));
    const config = path.join(folder, "servers.json");
    const entry = { type: "streamable-http", url, protocolEra: "modern" };
    fs.writeFileSync(config, JSON.stringify({ mcpServers: { tasks: entry } }));
    const called = ["--method", "tools/call", "--tool-name", "slow_compute"];
    const args = ["--tool-arg", "seconds=1", "label=inspected"];

    const output = await outputOf(
      run(INSPECTOR, ["--cli", "--config", config, "--server", "tasks", ...called, ...args], {
        env: { ...process.env, MCP_INSPECTOR_SECRET_STORE: "memory", HOME: folder },
      }),
    );
    fs.rmSync(folder, { recursive: true });

    expect(output).to.include("Computed inspected for 1 s.");
  });
});
