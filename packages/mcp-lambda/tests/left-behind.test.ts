/**
 * What is left behind, in a process of its own: there it decides whether the process lives on. The
 * main file stands for Lambda's runtime, and loads the handler's part from another file.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect } from "chai";

const TELEMETRY = path.join(__dirname, "../telemetry");

/** Of the handler: leaves something behind in each of two requests. */
const HANDLER = `
const { logUnhandledRejections, runForRequest } = require(${JSON.stringify(path.join(TELEMETRY, "left-behind"))});
const { createLoggers } = require(${JSON.stringify(path.join(TELEMETRY, "logger"))});
const { EventEmitter } = require("node:events");
exports.install = () => logUnhandledRejections(createLoggers("info")({}));
exports.coldStart = () => void Promise.reject(new Error("cold start"));
exports.handle = async (requestId) => runForRequest({ requestId }, async () => {
  void Promise.reject(new Error("rejected"));
  setTimeout(() => { throw new Error("timer"); }, 1);
  setTimeout(() => new EventEmitter().emit("error", new Error("emitter")), 2);
  setTimeout(() => void Promise.reject("text"), 3);
  void Promise.reject(Object.assign(new Error("bare"), { stack: "Error: bare" }));
  require("node:fs").readFile("/no/such/file", (error) => { throw error; });
});
`;

interface Ended {
  readonly status: number | null;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly output: string;
}

describe("what is left behind", () => {
  let folder: string;
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "left-behind-"));
    fs.writeFileSync(path.join(folder, "handler.js"), HANDLER);
  });
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  /** Runs a runtime's code; `handler` is what HANDLER exports. */
  const run = (code: string, before = ""): Ended => {
    const main = path.join(folder, "runtime.js");
    const wait = "const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));";
    const loop = `const loop = async () => { ${code} };`;
    const start = `const handler = require("./handler.js"); handler.install(); void loop();`;
    fs.writeFileSync(main, `${before}\n${wait}\n${loop}\n${start}\n`);
    const register = require.resolve("pulumi-handler-layer/register");
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", register, main], {
      cwd: path.join(__dirname, "../../.."),
      encoding: "utf8",
    });
    const lines = stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { status, lines, output: stdout + stderr };
  };

  it("ends nothing, and is logged with the request that it came from", () => {
    const { status, lines, output } = run(`
      await handler.handle("r-1");
      await wait(50);
      await handler.handle("r-2");
      await wait(50);
      console.log("lives on");`);

    expect(status, output).to.equal(0);
    expect(output).to.include("lives on");
    const seen = lines.map(({ requestId, level, error }) => {
      const { message } = error as { message: string };
      return `${String(requestId)} ${String(level)} ${message.split(":", 1)[0] ?? ""}`;
    });
    expect(seen).to.have.members(
      ["r-1", "r-2"].flatMap((id) =>
        ["rejected", "timer", "emitter", "text", "bare", "ENOENT"].map(
          (what) => `${id} ERROR ${what}`,
        ),
      ),
    );
  });

  it("ends nothing when a cold start leaves it, and belongs to no request", () => {
    const { status, lines } = run(`
      handler.coldStart();
      await wait(20);
      console.log("lives on");`);

    expect(status).to.equal(0);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.have.nested.property("error.message", "cold start");
    expect(lines[0]).to.not.have.property("requestId");
  });

  const fatal: Readonly<Record<string, string>> = {
    "an error of its own": 'throw new Error("own");',
    "an error that it names":
      'const stack = "Error: a\\n    at f (/other/file.js:1:1)"; throw Object.assign(new Error("a"), { name: "Runtime.PlatformError", stack });',
    "an error of its native half":
      'throw Object.assign(new Error("native"), { stack: "Error: Failed to get next invocation" });',
    "an event that is no JSON": 'JSON.parse("{");',
    "an error outside of its loop": 'setTimeout(() => { throw new Error("own"); }, 1);',
  };
  for (const [what, code] of Object.entries(fatal)) {
    it(`ends the process when it is the runtime's: ${what}`, () => {
      const { status, lines } = run(`
        await handler.handle("r-1");
        await wait(50);
        setTimeout(() => console.log("lives on"), 1_000);
        ${code}`);

      expect(status).to.equal(1);
      expect(lines.at(-1)).to.include({ level: "ERROR", message: "Lambda's runtime failed" });
    });
  }

  it("leaves the runtime's errors to the listeners that it has", () => {
    const listeners = `
      process.on("unhandledRejection", (error) => { console.log("rejection", error.message); });
      process.on("uncaughtException", (error) => { console.log("exception", error.message); process.exit(129); });`;

    const { status, output } = run(
      `setTimeout(() => { throw new Error("two"); }, 20); await handler.handle("r-1"); throw new Error("one");`,
      listeners,
    );

    expect(status).to.equal(129);
    expect(output).to.include("rejection one").and.include("exception two");
    expect(output).to.not.include("exception timer");
  });
});
