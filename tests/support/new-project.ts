/** A project that `pulumi new` makes of this folder, with this one's installed packages. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";

/** Not in a clone, from which people make projects. */
const LEFT = ["node_modules", ".git", "coverage", ".local", ".cache"];

export class NewProject {
  private readonly work = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-new-"));
  readonly folder = path.join(this.work, "project");

  /** Needs the Pulumi CLI on PATH; no account, no network. */
  constructor(readonly name: string) {
    const template = path.join(this.work, "template");
    fs.cpSync(PROJECT_ROOT, template, {
      recursive: true,
      filter: (file) => !LEFT.includes(path.basename(file)),
    });
    fs.mkdirSync(this.folder);
    this.run("pulumi", "new", template, "--name", name, "--yes", "--generate-only");
    this.installPackages();
  }

  /** Runs a command to its end. @returns what it prints. @throws when it fails, with what it printed. */
  run(command: string, ...args: string[]): string {
    const bin = path.join(this.folder, "node_modules", ".bin");
    const state = `file://${this.work}`;
    try {
      return execFileSync(command, args, {
        cwd: this.folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        maxBuffer: 100e6,
        env: {
          ...process.env,
          ...{ PATH: `${bin}${path.delimiter}${process.env["PATH"] ?? ""}`, NO_COLOR: "1" },
          ...{ PULUMI_BACKEND_URL: state, PULUMI_CONFIG_PASSPHRASE: "new" },
        },
      });
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
      throw new Error(`${command} ${args.join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}`);
    }
  }

  read(file: string): string {
    return fs.readFileSync(path.join(this.folder, file), "utf8");
  }

  remove(): void {
    fs.rmSync(this.work, { recursive: true, force: true });
  }

  /** As `npm ci` leaves it: the packages of others, and links to the project's own. */
  private installPackages(): void {
    const from = path.join(PROJECT_ROOT, "node_modules");
    const to = path.join(this.folder, "node_modules");
    const own = fs.readdirSync(path.join(PROJECT_ROOT, "packages"));
    fs.mkdirSync(to);
    for (const name of fs.readdirSync(from)) {
      const target = own.includes(name)
        ? path.join(this.folder, "packages", name)
        : path.join(from, name);
      fs.symlinkSync(target, path.join(to, name), "dir");
    }
  }
}
