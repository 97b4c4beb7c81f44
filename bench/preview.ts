/**
 * What `pulumi preview` takes: a copy of the project, against an empty program that imports
 * @pulumi/aws. States of their own, no account: nothing is deployed, and the provider checks no
 * credentials. Needs the Pulumi CLI on PATH.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { copyProject } from "../tests/support/project-copy";

export interface PreviewTimes {
  readonly program: readonly number[];
  readonly empty: readonly number[];
}

const STACK = "dev";

/** @returns undefined when there is no Pulumi CLI. */
export function previewTimes(rounds: number): PreviewTimes | undefined {
  if (spawnSync("pulumi", ["version"]).status !== 0) return undefined;
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-preview-"));
  try {
    const program = new PreviewedProject(copyProject(path.join(work, "project")), work);
    const empty = new PreviewedProject(makeEmptyProgram(path.join(work, "empty")), work);
    const times = { program: [] as number[], empty: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.empty.push(empty.preview());
      times.program.push(program.preview());
    }
    return times;
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** JavaScript, so that it is not a compiler that the program is compared with. */
function makeEmptyProgram(folder: string): string {
  const files = {
    "Pulumi.yaml": "name: empty\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
    "package.json": '{ "name": "empty", "main": "index.js" }\n',
    "index.js": 'require("@pulumi/aws");\n',
  };
  fs.mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    fs.writeFileSync(path.join(folder, name), text);
  }
  const packages = path.join(PROJECT_ROOT, "node_modules");
  fs.symlinkSync(packages, path.join(folder, "node_modules"), "dir");
  return folder;
}

class PreviewedProject {
  private readonly environment: NodeJS.ProcessEnv;

  constructor(
    private readonly folder: string,
    work: string,
  ) {
    this.environment = {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${work}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      NO_COLOR: "1",
    };
    this.run("stack", "init", STACK);
    const unchecked = ["CredentialsValidation", "RequestingAccountId", "MetadataApiCheck"];
    const settings = unchecked.flatMap((what) => ["--plaintext", `aws:skip${what}=true`]);
    this.run("config", "set-all", "--plaintext", "aws:region=ap-northeast-2", ...settings);
    // Not measured: the plugins are loaded, and what is kept between runs is written.
    this.preview();
  }

  /** Milliseconds. */
  preview(): number {
    const started = performance.now();
    this.run("preview", "--skip-plugin-pre-install");
    return performance.now() - started;
  }

  private run(...args: string[]): void {
    const options = { cwd: this.folder, env: this.environment, encoding: "utf8" } as const;
    const stack = args[0] === "stack" ? [] : ["--stack", STACK];
    const { status, stdout, stderr } = spawnSync("pulumi", [...args, ...stack], options);
    if (status !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}${stderr}`);
  }
}
