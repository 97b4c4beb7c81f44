/** Files of a new tool: its own, its test, and its entry in handlers/server.ts. */
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import * as ts from "typescript";
import { toolNameProblem } from "mcp-lambda/names";
import { UserError } from "pulumi-local";
import { exampleTest, findExample, readExample } from "./examples";
import { ServerSource } from "./server-source";
import { testText } from "./test-text";
import { type Feature, OWN_NAMES, toolText } from "./tool-text";

const SERVER = "handlers/server.ts";
const TOOLS = "handlers/tools";

/** The function that returns the definition: list-orders -> listOrders; listOrdersTool where that is taken. */
function functionName(tool: string, taken: ReadonlySet<string>): string {
  const camel = tool.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const isWord = ts.createScanner(ts.ScriptTarget.ES2020, true, undefined, camel).scan();
  const isFree = isWord === ts.SyntaxKind.Identifier && !taken.has(camel);
  return isFree ? camel : `${camel}Tool`;
}

async function write(file: string, text: string): Promise<void> {
  const config = await resolveConfig(file);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, await format(text, { ...config, filepath: file }));
}

/** @throws UserError when it is no name of a file and a function, or the server would refuse it. */
function checkName(tool: string): void {
  const isFileName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(tool) && tool.length <= 64;
  const problem = isFileName
    ? toolNameProblem(tool)
    : "use at most 64 lower-case letters and digits, in words with hyphens between them, for example list-orders";
  if (problem !== undefined) {
    throw new UserError(`"${tool}" is not a name for a tool: ${problem}.`);
  }
}

/** The file of a tool whose name is not its file's; a server refuses two tools of one name. */
function fileOfTool(root: string, tool: string): string | undefined {
  const folder = path.join(root, TOOLS);
  const files = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }) : [];
  return files
    .map((file) => `${TOOLS}/${String(file)}`)
    .filter((file) => file.endsWith(".ts"))
    .find((file) => fs.readFileSync(path.join(root, file), "utf8").includes(`name: "${tool}",`));
}

/** Of a tool and its test. @throws UserError when there is something already. */
function freeFiles(root: string, tool: string): readonly [tool: string, test: string] {
  const files = [`${TOOLS}/${tool}.ts`, `tests/tools/${tool}.test.ts`] as const;
  const taken = files.find((file) => fs.existsSync(path.join(root, file)));
  if (taken !== undefined) throw new UserError(`${taken} is there already.`);
  const other = fileOfTool(root, tool);
  if (other !== undefined) throw new UserError(`${other} has a tool of this name already.`);
  return files;
}

function readServer(root: string): ServerSource {
  return new ServerSource(fs.readFileSync(path.join(root, SERVER), "utf8"));
}

/**
 * @returns the files that were written.
 * @throws UserError when the name is not a tool's name, or taken; nothing is written then.
 */
export async function writeNewTool(
  root: string,
  tool: string,
  features: readonly Feature[] = [],
): Promise<readonly string[]> {
  checkName(tool);
  const files = freeFiles(root, tool);
  const source = readServer(root);
  const name = functionName(tool, new Set([...OWN_NAMES, ...source.names]));
  const serverText = source.withTool(tool, name);
  const newTool = { tool, name, features: new Set(features) };
  await write(path.join(root, files[0]), toolText(newTool));
  await write(path.join(root, files[1]), testText(newTool));
  await write(path.join(root, SERVER), serverText);
  return [...files, SERVER];
}

/**
 * Copies a tool of examples/. What it shares with another one, and is there, stays as it is.
 *
 * @returns the files that were written.
 * @throws UserError when there is no such example, or its name is taken; nothing is written then.
 */
export async function takeExample(root: string, tool: string): Promise<readonly string[]> {
  const example = findExample(root, tool);
  const [, test] = freeFiles(root, tool);
  const source = readServer(root);
  if (source.names.has(example.name)) {
    throw new UserError(`${SERVER} uses the name ${example.name} already: rename what has it.`);
  }
  const serverText = source.withTool(tool, example.name);
  const isThere = (file: string): boolean => fs.existsSync(path.join(root, TOOLS, file));
  const files = example.files.filter((file) => !isThere(file));
  for (const file of files) {
    fs.mkdirSync(path.join(root, TOOLS), { recursive: true });
    fs.writeFileSync(path.join(root, TOOLS, file), readExample(root, file));
  }
  await write(path.join(root, test), exampleTest(root, example));
  await write(path.join(root, SERVER), serverText);
  return [...files.map((file) => `${TOOLS}/${file}`), test, SERVER];
}
