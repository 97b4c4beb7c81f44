/** A command ends when the npm that has started it is killed, whatever stands between the two. */
import { expect } from "chai";
import { type ChildProcess, spawn } from "node:child_process";
import * as path from "node:path";

const MODULE = path.join(__dirname, "..", "cli", "end-with-npm.ts");

/** The command: says its process id, and would never end. */
const COMMAND = `
  require(${JSON.stringify(MODULE)}).endWithNpm();
  setInterval(() => undefined, 1000);
  console.log("id " + process.pid);`;

const NODE = [process.execPath, "--require", "pulumi-handler-layer/register", "-e"];

/** What npm runs in place of the command itself: each outlives it. */
const BETWEEN: Readonly<Record<string, string>> = {
  nothing: spawning(NODE[0] ?? "", [...NODE.slice(1), COMMAND]),
  "a shell": spawning("sh", ["-c", `"$@"; true`, "sh", ...NODE, COMMAND]),
  "another Node.js": spawning(process.execPath, ["-e", waiting([...NODE, COMMAND])]),
  "a shell and another Node.js": spawning("sh", [
    "-c",
    `"$@"; true`,
    "sh",
    process.execPath,
    "-e",
    waiting([...NODE, COMMAND]),
  ]),
};

/** As npm does it: under its own name, without waiting. */
function spawning(command: string, args: readonly string[]): string {
  return `process.title = "npm start";
    require("node:child_process").spawn(${JSON.stringify(command)}, ${JSON.stringify(args)}, { stdio: "inherit" });`;
}

/** As scripts/require-node.js does it. */
function waiting([command, ...args]: readonly string[]): string {
  return `require("node:child_process").spawnSync(${JSON.stringify(command)}, ${JSON.stringify(args)}, { stdio: "inherit" });`;
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

describe("endWithNpm", () => {
  let npm: ChildProcess | undefined;
  let id = 0;

  afterEach(() => {
    npm?.kill("SIGKILL");
    if (id !== 0 && isRunning(id)) process.kill(id, "SIGKILL");
  });

  const begin = async (script: string, event: string): Promise<void> => {
    const env = { ...process.env, npm_lifecycle_event: event };
    const started = spawn(process.execPath, ["-e", script], {
      env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    npm = started;
    id = await new Promise<number>((resolve) => {
      let text = "";
      started.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString("utf8");
        const said = /^id (\d+)$/m.exec(text)?.[1];
        if (said !== undefined) resolve(Number(said));
      });
    });
  };
  const ends = async (milliseconds: number): Promise<boolean> => {
    const until = Date.now() + milliseconds;
    while (isRunning(id) && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return !isRunning(id);
  };

  for (const [what, script] of Object.entries(BETWEEN)) {
    it(`ends with an npm that is killed, with ${what} between`, async function () {
      if (process.platform === "win32") this.skip();
      await begin(script, "start");
      npm?.kill("SIGKILL");
      expect(await ends(10_000)).to.equal(true);
    });
  }

  it("goes on as long as npm does, and without an npm", async function () {
    if (process.platform === "win32") this.skip();
    await begin(BETWEEN["a shell"] ?? "", "start");
    expect(await ends(1_200)).to.equal(false);
    process.kill(id, "SIGKILL");
    await begin(BETWEEN["nothing"] ?? "", "");
    npm?.kill("SIGKILL");
    expect(await ends(1_200)).to.equal(false);
  });
});
