/** A project as new:tool extends it, in a folder of its own, with this one's installed packages. */
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import * as prettier from "prettier";
import { PROJECT_ROOT } from "pulumi-local";
import * as ts from "typescript";

/** A server with this list of tools, and these imports of theirs. */
export function serverText(tools: string, imports = ""): string {
  return `import type { ServerDefinition } from "mcp-lambda";
${imports}
/** Who it is. */
const name = "fixture";

export function defineServer(): ServerDefinition {
  return {
    info: { name, version: "1.0.0" },
    instructions: "",
    ${tools}
    resources: [],
    resourceTemplates: [],
    prompts: [],
  };
}
`;
}

/** As the project's own tests have it. */
const TIMEOUT = ["--timeout", "120000"];

/** Parsed files that lie outside of the projects, and stay as they are. */
const parsed = new Map<string, ts.SourceFile | undefined>();

function compilerHost(options: ts.CompilerOptions, root: string): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) => {
    if (file.startsWith(root + path.sep) && !file.includes("node_modules")) {
      return read(file, ...rest);
    }
    if (!parsed.has(file)) parsed.set(file, read(file, ...rest));
    return parsed.get(file);
  };
  return host;
}

export class NewToolProject {
  readonly root = fs.mkdtempSync(path.join(os.tmpdir(), "new-tool-"));

  constructor(server: string) {
    const copied = [".prettierrc.json", "package.json", "tsconfig.json"];
    for (const file of [...copied, "handlers/text-modules.d.ts"]) {
      this.write(file, fs.readFileSync(path.join(PROJECT_ROOT, file), "utf8"));
    }
    const link = path.join(this.root, "node_modules");
    fs.symlinkSync(path.join(PROJECT_ROOT, "node_modules"), link, "dir");
    const tool = path.join(__dirname, "..", "fixtures", "served", "add.ts");
    this.write("handlers/tools/add.ts", fs.readFileSync(tool, "utf8"));
    this.write("handlers/server.ts", server);
  }

  read(file: string): string {
    return fs.readFileSync(path.join(this.root, file), "utf8");
  }

  write(file: string, text: string): void {
    const whole = path.join(this.root, file);
    fs.mkdirSync(path.dirname(whole), { recursive: true });
    fs.writeFileSync(whole, text);
  }

  list(folder: string): readonly string[] {
    return fs.readdirSync(path.join(this.root, folder)).sort();
  }

  /** Of TypeScript. */
  async isFormatted(file: string): Promise<boolean> {
    const config = await prettier.resolveConfig(path.join(this.root, file));
    return prettier.check(this.read(file), { ...config, filepath: file });
  }

  /** What the compiler says of files of the project, with its own strict options. */
  typeErrors(files: readonly string[]): string[] {
    const { config } = ts.readConfigFile(path.join(this.root, "tsconfig.json"), (file) =>
      fs.readFileSync(file, "utf8"),
    ) as {
      config: { compilerOptions: object };
    };
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, this.root);
    // The project's own packages lie where the links in node_modules lead.
    delete options.rootDir;
    const names = [...files, "handlers/text-modules.d.ts"].map((file) =>
      path.join(this.root, file),
    );
    const program = ts.createProgram(names, options, compilerHost(options, this.root));
    // Not of the packages, which npm run typecheck checks.
    const own = program.getSourceFiles().filter(({ fileName }) => this.has(fileName));
    return [
      ...program.getOptionsDiagnostics(),
      ...program.getGlobalDiagnostics(),
      ...own.flatMap((file) => [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ]),
    ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  }

  private has(file: string): boolean {
    return path.resolve(file).startsWith(this.root + path.sep) && !file.includes("node_modules");
  }

  /** Runs its tests. @throws Error with what Mocha says when one fails. */
  async test(files: readonly string[]): Promise<{ readonly passes: number }> {
    const mocha = require.resolve("mocha/bin/mocha.js");
    const args = ["--require", "pulumi-handler-layer/register", "--reporter", "json"];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [mocha, ...args, ...TIMEOUT, ...files],
      {
        cwd: this.root,
        maxBuffer: 10_000_000,
      },
    );
    return (JSON.parse(stdout) as { stats: { passes: number } }).stats;
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true });
  }
}
