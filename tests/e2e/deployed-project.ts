/** A changed copy of the project, deployed with the real engine to the emulator. */
import { expect } from "chai";
import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { copyProject } from "../support/project-copy";
import { EMULATOR } from "./prerequisites";

export interface Ran {
  readonly code: number;
  readonly output: string;
}

export interface Running {
  readonly ended: Promise<Ran>;
  /** All of its processes. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** So far. */
  readonly output: () => string;
}

export class DeployedProject {
  readonly folder: string;
  /** Where Pulumi keeps the stack. */
  readonly stateFolder: string;

  private constructor(
    private readonly work: string,
    private readonly stack: string,
  ) {
    this.folder = path.join(work, "project");
    this.stateFolder = path.join(work, "state");
  }

  /**
   * @param stack its name; emulators keep workers by a function's name, so each suite has its own.
   * @param change changes the copy before anything is deployed.
   */
  static async create(
    stack: string,
    change: (folder: string) => void = () => undefined,
  ): Promise<DeployedProject> {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-e2e-"));
    const project = new DeployedProject(work, stack);
    change(copyProject(project.folder));
    fs.mkdirSync(project.stateFolder);
    return project;
  }

  /** Runs a command in the copy, with a state of its own. */
  async run(command: string, ...args: string[]): Promise<Ran> {
    return this.launch([command, ...args], false).ended;
  }

  /** The same, for a command that is ended from outside: it has a group of processes of its own. */
  start(command: string, ...args: string[]): Running {
    return this.launch([command, ...args], true);
  }

  private launch([command = "", ...args]: readonly string[], detached: boolean): Running {
    const child = spawn(command, args, {
      cwd: this.folder,
      env: {
        ...process.env,
        PULUMI_BACKEND_URL: `file://${this.stateFolder}`,
        PULUMI_CONFIG_PASSPHRASE: "e2e",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        NO_COLOR: "1",
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached,
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    const ended = new Promise<Ran>((resolve) => {
      child.on("close", (status) => {
        resolve({ code: status ?? 1, output });
      });
    });
    const kill = (signal: NodeJS.Signals): void => {
      const { pid = 0 } = child;
      // Pulumi's plugins have groups of their own, and would go on for ever without it.
      const left = signal === "SIGKILL" ? descendantsOf(pid) : [];
      process.kill(-pid, signal);
      for (const each of left) killIfThere(each);
    };
    return { ended, kill, output: () => output };
  }

  /** The same, for a command that must succeed. */
  async succeed(command: string, ...args: string[]): Promise<string> {
    const { code, output } = await this.run(command, ...args);
    expect(code, output).to.equal(0);
    return output;
  }

  /** Runs an npm script for the stack. */
  async npm(script: string, ...args: string[]): Promise<string> {
    // tests/e2e/smoke.e2e.ts has it.
    const options = script === "up" ? ["--no-smoke", ...args] : args;
    return this.succeed("npm", "run", script, "--", "--stack", this.stack, ...options);
  }

  async outputs(): Promise<Record<string, string>> {
    const output = await this.succeed("pulumi", "stack", "output", "--json", "--stack", this.stack);
    return JSON.parse(output) as Record<string, string>;
  }

  async configure(settings: Readonly<Record<string, string>>): Promise<void> {
    for (const [key, value] of Object.entries(settings)) {
      await this.succeed("pulumi", "config", "set", key, value, "--stack", this.stack);
    }
  }

  /** The endpoint at the emulator; the one of the outputs leads to AWS. */
  async emulatorEndpoint(): Promise<string> {
    const { endpoint = "" } = await this.outputs();
    const apiId = /^https:\/\/([^.]+)\.execute-api\./.exec(endpoint)?.[1] ?? "";
    return `${EMULATOR}/_aws/execute-api/${apiId}/${this.stack}/mcp`;
  }

  /** Makes the stack and deploys it. @returns its endpoint at the emulator. */
  async up(settings: Readonly<Record<string, string>>): Promise<string> {
    await this.succeed("pulumi", "stack", "init", this.stack);
    await this.configure(settings);
    await this.npm("up");
    return this.emulatorEndpoint();
  }

  /** Destroys what is deployed and removes the copy. */
  async remove(): Promise<void> {
    await this.run("npm", "run", "destroy", "--", "--stack", this.stack);
    fs.rmSync(this.work, { recursive: true, force: true });
  }
}

/** Processes that a process has begun, and those that these have begun. */
function descendantsOf(pid: number): readonly number[] {
  const table = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" });
  const parents = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): readonly number[] =>
    parents.flatMap(([id = 0, of]) => (of === parent ? [id, ...below(id)] : []));
  return below(pid);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
