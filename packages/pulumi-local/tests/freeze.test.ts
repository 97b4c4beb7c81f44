/** Execution environments between events: frozen, as on AWS, with a word to who leaves work behind. */
import { expect } from "chai";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { LambdaFunction, type LambdaOptions } from "../lambda/lambda";
import { closedAfterEach } from "../../../tests/support/closed-after";

const TOOLS = `
const tools = {
  tick: async () => { setInterval(() => console.log("tick"), 100); },
  wait: async () => new Promise((resolve) => setTimeout(resolve, 450)),
  hang: async () => new Promise(() => setInterval(() => undefined, 1000)),
  serve: async () => new Promise((resolve) => require("node:http").createServer().listen(0, "127.0.0.1", resolve)),
  fail: async () => { setTimeout(() => undefined, 60_000); throw new Error("out of order"); },
  clean: async () => { const timer = setTimeout(() => undefined, 60_000); await null; clearTimeout(timer); },
};
exports.handler = async ({ tool, body }) => {
  await tools[tool ?? JSON.parse(body).params.name]();
  return process.pid;
};
`;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits for what takes its time on a busy machine; the test says whether it has come. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_500 && !isSo(); tries += 1) await pause(20);
}

/** "T" is stopped: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function stateOf(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2)[0];
  } catch {
    return undefined;
  }
}

function removeFolder(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

describe("an environment between events", function () {
  const keep = closedAfterEach();
  let folder: string;
  let running: LambdaFunction;
  let lines: string[] = [];
  let notices: string[] = [];

  before(function () {
    if (process.platform === "win32") this.skip();
  });
  beforeEach(() => {
    folder = keep(fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "freeze-")), removeFolder);
    lines = [];
    notices = [];
  });

  function startTools(
    inputs: Readonly<Record<string, unknown>> = {},
    options: Partial<LambdaOptions> = {},
  ): LambdaFunction {
    const task = path.join(folder, "task");
    fs.mkdirSync(task);
    fs.writeFileSync(path.join(task, "index.js"), TOOLS);
    const code = { folder: task, files: ["index.js"], sha256: "" };
    const resource = {
      type: "aws:lambda/function:Function",
      name: "one",
      custom: true,
      inputs: { code, handler: "index.handler", runtime: "nodejs24.x", timeout: 10, ...inputs },
      outputs: { id: "one", arn: "arn:aws:lambda:eu-west-1:000000000000:function:one" },
    };
    const ignore = (): void => undefined;
    const context = { resource, program: { resources: [resource], outputs: {} } };
    const invoked = new LambdaFunction(
      { ...context, workFolder: folder },
      {
        concurrency: 1,
        onLine: (line) => lines.push(line),
        onReport: ignore,
        onFailure: ignore,
        onNotice: (text) => notices.push(text),
        ...options,
      },
    );
    running = keep(invoked);
    return running;
  }

  async function call(name: string): Promise<string> {
    const body = JSON.stringify({ method: "tools/call", params: { name } });
    const result = await running.invoke({ body, isBase64Encoded: false }, "arn");
    return result.kind === "result" ? result.payload : result.error.errorMessage;
  }

  it("stands still: work that was left behind goes on with the next event only", async () => {
    startTools();
    const pid = await call("tick");
    await pause(600);
    const whileIdle = lines.length;
    const samePid = await call("wait");

    expect(whileIdle).to.equal(0);
    expect(samePid).to.equal(pid);
    expect(lines.length).to.be.within(2, 6);
    await pause(300);
    const after = lines.length;
    await pause(400);
    expect(lines.length).to.equal(after);
  });

  it("stands still after its load as well, and handles the first event", async function () {
    if (process.platform !== "linux") this.skip();
    startTools();
    await running.warm();
    const [pid = 0] = running.processIds;
    await until(() => stateOf(pid) === "T");

    expect(stateOf(pid)).to.equal("T");
    expect(await call("clean")).to.equal(String(pid));
  });

  it("is the same for events that wait for it", async () => {
    startTools();

    const pids = await Promise.all(Array.from({ length: 20 }, () => call("clean")));

    expect(new Set(pids)).to.have.property("size", 1);
  });

  it("is killed at the timeout of a later event, and replaced", async () => {
    startTools({ timeout: 1 });
    const pid = await call("clean");

    expect(await call("hang")).to.equal("Task timed out after 1.00 seconds");
    expect(await call("clean")).to.not.equal(pid);
  });

  it("ends with its function, frozen as it is", async () => {
    startTools();
    const pid = Number(await call("clean"));

    await running.retire();
    await until(() => stateOf(pid) === undefined);

    expect(stateOf(pid)).to.equal(undefined);
  });

  const left: readonly (readonly [tool: string, what: string])[] = [
    ["tick", "1 timer"],
    ["serve", "1 connection"],
    ["fail", "1 timer"],
  ];
  for (const [tool, what] of left) {
    it(`is reported when the tool ${tool} leaves work in it, once`, async () => {
      startTools();
      await call(tool);
      await call(tool);

      expect(notices).to.deep.equal([
        `tools/call ${tool} left work behind (${what}), which stands still after the answer, until the next event comes, as on AWS. What must be done is awaited before the answer.`,
      ]);
    });
  }

  it("is reported with the function's name, where the event names no tool", async () => {
    startTools();
    await running.invoke({ tool: "tick" }, "arn");

    expect(notices.map((text) => text.split(" left ")[0])).to.deep.equal(["one"]);
  });

  it("is not reported when a tool has ended what it began", async () => {
    startTools();
    await call("clean");
    await call("wait");

    expect(notices).to.deep.equal([]);
  });
});

describe("a frozen environment whose parent is killed", () => {
  const isRunning = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return !["Z", undefined].includes(stateOf(pid));
    } catch {
      return false;
    }
  };

  it("is let go on, so that it can end", async function () {
    if (process.platform !== "linux") this.skip();
    const guard = path.join(__dirname, "..", "lambda", "frozen-guard.ts");
    const script = `
      const child = require("node:child_process").spawn(process.execPath,
        ["-e", "process.on('disconnect', () => process.exit()); setInterval(() => {}, 1000)"],
        { stdio: ["ignore", "ignore", "ignore", "ipc"] });
      child.on("spawn", () => setTimeout(() => {
        require(${JSON.stringify(guard)}).guard(child.pid);
        child.kill("SIGSTOP");
        console.log(child.pid);
      }, 300));`;
    const parent = spawn(
      process.execPath,
      ["--require", "pulumi-handler-layer/register", "-e", script],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once("data", (chunk: Buffer) => {
        resolve(Number(chunk.toString()));
      });
    });
    await until(() => stateOf(pid) === "T");
    const before = stateOf(pid);

    parent.kill("SIGKILL");
    await until(() => !isRunning(pid));

    expect(before).to.equal("T");
    expect(isRunning(pid)).to.equal(false);
  });
});
