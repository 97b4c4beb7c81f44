/** Type-checker process (see type-checker.ts): keeps the last program, so that a check costs what has changed. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import type { CheckReply, CheckRequest } from "./type-checker";
import type { EditProblem } from "./edit-state";
import { codeFrame } from "./program-problems";
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

/**
 * What is declared and never used: a warning, as in an editor, since code is half-written while it
 * is edited. https://github.com/microsoft/TypeScript/blob/main/src/compiler/diagnosticMessages.json
 */
const UNUSED = new Set([6133, 6138, 6192, 6196, 6198, 6199, 6205]);

/** Where a file does not parse, the errors of its syntax alone: all others follow from them. */
function check(root: string, files: readonly string[]): CheckReply {
  const present = [...files.filter((file) => fs.existsSync(file)), ...declarations];
  last = ts.createSemanticDiagnosticsBuilderProgram(present, options, host, last);
  const syntactic = last.getSyntacticDiagnostics();
  const found = syntactic.length > 0 ? syntactic : last.getSemanticDiagnostics();
  const isUnused = ({ code }: ts.Diagnostic): boolean => UNUSED.has(code);
  const toProblem = (each: ts.Diagnostic): EditProblem => problemOf(root, each);
  return {
    problems: found.filter((each) => !isUnused(each)).map(toProblem),
    warnings: found.filter(isUnused).map(toProblem),
  };
}

function problemOf(root: string, { file, start, code, messageText }: ts.Diagnostic): EditProblem {
  const message = `${ts.flattenDiagnosticMessageText(messageText, "\n")} (TS${code})`;
  if (file === undefined || start === undefined) return { message };
  const at = file.getLineAndCharacterOfPosition(start);
  const place = { line: at.line + 1, column: at.character + 1 };
  const frame = codeFrame(file.fileName, place);
  const name = path.relative(root, file.fileName);
  return { message, file: name, ...place, ...(frame !== undefined && { frame }) };
}

/** What a check leaves behind is collected when no other one has followed for so long. */
const IDLE_MS = 1_000;
let idle: NodeJS.Timeout | undefined;

process.on("disconnect", () => process.exit());
process.on("message", ({ root, files }: CheckRequest) => {
  clearTimeout(idle);
  process.send?.(check(root, files));
  idle = setTimeout(() => global.gc?.(), IDLE_MS);
});
