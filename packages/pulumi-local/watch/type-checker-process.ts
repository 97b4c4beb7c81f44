/** Type-checker process (see type-checker.ts): keeps the last program, so that a check costs what has changed. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import type { CheckReply, CheckRequest } from "./type-checker";
import { PROJECT_ROOT } from "../program/project-root";

const { config } = ts.readConfigFile(path.join(PROJECT_ROOT, "tsconfig.json"), (file) =>
  fs.readFileSync(file, "utf8"),
) as { config: { compilerOptions: object } };
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, PROJECT_ROOT);
/** Declarations that nothing imports: of text files, and of packages without types. */
const declarations = ts
  .parseJsonConfigFileContent(config, ts.sys, PROJECT_ROOT)
  .fileNames.filter((file) => file.endsWith(".d.ts"));
// Files may lie elsewhere, and nothing is written.
delete options.rootDir;
const host = ts.createIncrementalCompilerHost(options);
const readSource = host.getSourceFile.bind(host);
const sources = new Map<string, ts.SourceFile | undefined>();
let last: ts.SemanticDiagnosticsBuilderProgram | undefined;

/** Parsed files are kept; the program's own are read again when their text has changed. */
host.getSourceFile = (file, version) => {
  const known = sources.get(file);
  const isPackage = file.includes("/node_modules/");
  if (known !== undefined && (isPackage || known.text === ts.sys.readFile(file))) return known;
  const source = readSource(file, version);
  sources.set(file, source);
  return source;
};

function check(files: readonly string[]): string {
  const present = [...files.filter((file) => fs.existsSync(file)), ...declarations];
  last = ts.createSemanticDiagnosticsBuilderProgram(present, options, host, last);
  const errors = [...last.getSyntacticDiagnostics(), ...last.getSemanticDiagnostics()];
  return ts.formatDiagnostics(errors, {
    getCanonicalFileName: (file) => file,
    getCurrentDirectory: () => PROJECT_ROOT,
    getNewLine: () => "\n",
  });
}

/** What a check leaves behind is collected when no other one has followed for so long. */
const IDLE_MS = 1_000;
let idle: NodeJS.Timeout | undefined;

process.on("disconnect", () => process.exit());
process.on("message", ({ files }: CheckRequest) => {
  clearTimeout(idle);
  const reply: CheckReply = { errors: check(files) };
  process.send?.(reply);
  idle = setTimeout(() => global.gc?.(), IDLE_MS);
});
