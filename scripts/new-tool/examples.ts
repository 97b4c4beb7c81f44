/** The tools in examples/, which new:tool takes over: each is a file with a test beside it. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { UserError } from "pulumi-local";

export interface Example {
  readonly tool: string;
  /** Of the function that returns its definition. */
  readonly name: string;
  /** What its file says in its first line. */
  readonly about: string;
  /** Files that it consists of, by their names in examples/; the first is its own. */
  readonly files: readonly string[];
}

const FOLDER = "examples";

export function listExamples(root: string): readonly Example[] {
  const folder = path.join(root, FOLDER);
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  return files
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => exampleOf(folder, path.basename(file, ".test.ts")));
}

/** A line for each. */
export function exampleLines(root: string): string {
  const examples = listExamples(root);
  const width = Math.max(0, ...examples.map(({ tool }) => tool.length));
  return examples.map(({ tool, about }) => `  ${tool.padEnd(width)}  ${about}\n`).join("");
}

/** @throws UserError that names those that there are. */
export function findExample(root: string, tool: string): Example {
  const example = listExamples(root).find((candidate) => candidate.tool === tool);
  if (example !== undefined) return example;
  throw new UserError(
    `There is no example "${tool}". Examples are:\n\n${exampleLines(root).trimEnd()}`,
  );
}

export function readExample(root: string, file: string): string {
  return fs.readFileSync(path.join(root, FOLDER, file), "utf8");
}

/** Its test, as it stands in tests/tools/. */
export function exampleTest(root: string, { tool }: Example): string {
  return readExample(root, `${tool}.test.ts`).replaceAll(
    ' from "./',
    ' from "../../handlers/tools/',
  );
}

function exampleOf(folder: string, tool: string): Example {
  const text = fs.readFileSync(path.join(folder, `${tool}.ts`), "utf8");
  const [, about = ""] = /^\/\*\* (.*?) \*\//.exec(text) ?? [];
  const [, name] = /^export function (\w+)\(.*\): AnyTool/m.exec(text) ?? [];
  if (name === undefined) throw new UserError(`examples/${tool}.ts exports no tool.`);
  return { tool, name, about, files: filesFrom(folder, `${tool}.ts`) };
}

/** The file, and what it imports of its folder, and what that imports. */
function filesFrom(folder: string, file: string, found: string[] = []): readonly string[] {
  if (found.includes(file)) return found;
  found.push(file);
  if (!file.endsWith(".ts")) return found;
  const text = fs.readFileSync(path.join(folder, file), "utf8");
  for (const { fileName } of ts.preProcessFile(text).importedFiles) {
    if (!fileName.startsWith("./")) continue;
    const other = fileName.slice(2);
    filesFrom(folder, path.extname(other) === "" ? `${other}.ts` : other, found);
  }
  return found;
}
