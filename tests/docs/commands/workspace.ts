/** A copy of the project in which commands of documents are run, with stand-ins for what wants an account. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { freePort } from "../../support/free-port";
import { findCommand, makeCommands } from "./command-folder";

const LEFT = ["node_modules", ".git", "coverage", ".local", ".cache"];

/** What commands may name of the program. */
export interface KnownNames {
  /** Keys of settings. */
  readonly settings: readonly string[];
  /** Titles of saved queries. */
  readonly queries: readonly string[];
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

export class Workspace {
  readonly project: string;
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), "commands-"));
  readonly #env: Readonly<Record<string, string>>;
  readonly #template: string;

  private constructor(
    readonly port: number,
    issuerPort: number,
    { settings, queries }: KnownNames,
  ) {
    this.project = path.join(this.#folder, "mcp-server");
    this.#template = path.join(this.#folder, "template.git");
    const state = path.join(this.#folder, "state");
    fs.mkdirSync(state);
    const { PULUMI_CONFIG: _, AWS_PROFILE: __, ...inherited } = process.env;
    this.#env = {
      ...(inherited as Record<string, string>),
      PATH: makeCommands(this.#folder),
      GIT_CONFIG_GLOBAL: this.#gitConfig(),
      COMMANDS_LOG: path.join(this.#folder, "log"),
      COMMANDS_STATE: state,
      COMMANDS_KEYS: settings.join(","),
      COMMANDS_QUERIES: queries.join("\n"),
      COMMANDS_NPM: findCommand("npm"),
      COMMANDS_CURL: findCommand("curl"),
      COMMANDS_PORT: String(port),
      COMMANDS_OAUTH_PORT: String(issuerPort),
      GIT_EDITOR: "true",
      ORDERS_KEY: "a-key-for-tests",
      AWS_ACCESS_KEY_ID: "example",
      AWS_SECRET_ACCESS_KEY: "example",
      AWS_SESSION_TOKEN: "example",
    };
  }

  static async create(names: KnownNames): Promise<Workspace> {
    const workspace = new Workspace(await freePort(), await freePort(), names);
    workspace.#copyProject();
    return workspace;
  }

  /** Runs a block from the project's folder, each command of it in turn; the first that fails ends it. */
  async run(text: string): Promise<Ran> {
    const script = text
      .replaceAll("127.0.0.1:3000", `127.0.0.1:${this.port}`)
      .replaceAll("TEMPLATE", this.#template)
      .replaceAll("git revert COMMIT", "git revert HEAD")
      // bash -e does not end at the left side of &&.
      .replaceAll(" && ", "\n");
    fs.rmSync(path.join(this.#env["COMMANDS_STATE"] ?? "", "config.json"), { force: true });
    // A second way to do the same begins where the first one did.
    if (script.includes("git remote add")) this.#forgetRemote();
    const child = spawn("bash", ["-eo", "pipefail", "-c", this.#inOneShell(script)], {
      cwd: this.project,
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
    return { code, output };
  }

  /** What `pulumi config set` of the last block has set. */
  config(): Readonly<Record<string, string>> {
    const file = path.join(this.#env["COMMANDS_STATE"] ?? "", "config.json");
    if (!fs.existsSync(file)) return {};
    return JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, string>;
  }

  /** Whether `npm start` runs. */
  hasServer(): boolean {
    return fs.existsSync(this.#server());
  }

  /** Ends what a document has started with options of its own, and takes back what it has written. */
  leaveDocument(): void {
    fs.rmSync(this.#shell(), { force: true });
    this.#git("reset", "--quiet", "--hard", "begin");
    this.#git("clean", "-fdq", "--exclude=node_modules");
    if (!this.hasServer()) return;
    const { wanted } = JSON.parse(fs.readFileSync(this.#server(), "utf8")) as { wanted: string };
    if (wanted !== JSON.stringify({ args: [], config: "" })) this.#endServer();
  }

  /** What `npm start` has written, for who looks why something failed. */
  serverLog(): string {
    const file = path.join(this.#env["COMMANDS_STATE"] ?? "", "server.log");
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8").slice(-2_000) : "";
  }

  close(): void {
    this.#endServer();
    fs.rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** A document's blocks are pasted into one shell: what one has set, the next ones have. */
  #inOneShell(script: string): string {
    const file = this.#shell();
    const names = [
      ...script.matchAll(
        /^(?:export )?([A-Z][A-Z_]*)=\S*$|^(?:export )?([A-Z][A-Z_]*)=\$\(.*\)$/gm,
      ),
    ];
    const set = names.map(([, plain, computed]) => `declare -p ${plain ?? computed ?? ""}`);
    const before = fs.existsSync(file) ? [`source '${file}'`] : [];
    const after = [`{ ${["declare -f", ...set].join("; ")}; } >>'${file}'`];
    return [...before, script.trimEnd(), ...after].join("\n");
  }

  #shell(): string {
    return path.join(this.#folder, "state", "shell");
  }

  #forgetRemote(): void {
    const options = { cwd: this.project, env: this.#env, stdio: "ignore" } as const;
    spawnSync("git", ["remote", "remove", "template"], options);
    this.#git("reset", "--quiet", "--hard", "begin");
  }

  #git(...args: string[]): void {
    execFileSync("git", args, { cwd: this.project, env: this.#env, stdio: "pipe" });
  }

  #server(): string {
    return path.join(this.#folder, "state", "server.json");
  }

  #endServer(): void {
    if (!this.hasServer()) return;
    const { pid } = JSON.parse(fs.readFileSync(this.#server(), "utf8")) as { pid: number };
    fs.rmSync(this.#server());
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }

  #gitConfig(): string {
    const file = path.join(this.#folder, "gitconfig");
    fs.writeFileSync(
      file,
      "[user]\nname = Test\nemail = test@example.com\n[init]\ndefaultBranch = main\n",
    );
    return file;
  }

  /** With a history, which a newer template has one commit more of. */
  #copyProject(): void {
    const isStackFile = (file: string): boolean => /^Pulumi\..+\.yaml$/.test(file);
    fs.cpSync(PROJECT_ROOT, this.project, {
      recursive: true,
      filter: (file) =>
        !LEFT.includes(path.basename(file)) && !isStackFile(path.relative(PROJECT_ROOT, file)),
    });
    fs.writeFileSync(
      path.join(this.project, "Pulumi.dev.yaml"),
      "config:\n  aws:region: ap-northeast-2\n",
    );
    this.#git("init", "--quiet");
    this.#git("add", ".");
    this.#git("commit", "--quiet", "--message", "A copy.");
    fs.appendFileSync(path.join(this.project, "CHANGELOG.md"), "\nA change.\n");
    this.#git("commit", "--quiet", "--all", "--message", "A change.");
    this.#git("tag", "begin");
    fs.appendFileSync(path.join(this.project, "packages/mcp-lambda/README.md"), "\nNewer.\n");
    this.#git("commit", "--quiet", "--all", "--message", "A newer version.");
    this.#git("clone", "--quiet", "--bare", ".", this.#template);
    this.#git("reset", "--quiet", "--hard", "begin");
    const link = path.join(this.project, "node_modules");
    fs.symlinkSync(path.join(PROJECT_ROOT, "node_modules"), link, "dir");
    // .gitignore names a folder, and this is a link.
    fs.appendFileSync(path.join(this.project, ".git/info/exclude"), "node_modules\n");
  }
}
