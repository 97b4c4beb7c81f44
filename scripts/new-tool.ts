/**
 * `npm run new:tool NAME`: writes a tool, its test and its entry in the list, formatted, so that
 * `npm run check` passes before anything is edited.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import * as ts from "typescript";
import { toolNameProblem } from "mcp-lambda/names";
import { UserError, readArguments, runCommand } from "pulumi-local";

const USAGE = `npm run new:tool -- NAME

  NAME  lower-case words with hyphens, for example: list-orders
`;

/** Where to put a tool where handlers/server.ts is written in another way. */
const BY_HAND = "add the import and the entry by hand";

/** Names that the files of a new tool use themselves. */
const OWN_NAMES = ["z", "text", "defineTool", "runTool", "expect", "describe", "it"];

/** The function that returns the definition: list-orders -> listOrders; listOrdersTool where that is taken. */
function functionName(tool: string, taken: ReadonlySet<string>): string {
  const camel = tool.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const isWord = ts.createScanner(ts.ScriptTarget.ES2020, true, undefined, camel).scan();
  const isFree = isWord === ts.SyntaxKind.Identifier && !taken.has(camel);
  return isFree ? camel : `${camel}Tool`;
}

function toolText(tool: string, name: string): string {
  const title = tool.replace(/-/g, " ").replace(/^./, (letter) => letter.toUpperCase());
  return `/** Say in a line what this tool is for. */
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function ${name}(): AnyTool {
  return defineTool({
    name: "${tool}",
    title: "${title}",
    description: "Repeats a message. Tell a model when to use the tool and what it gives back.",
    inputSchema: z.object({
      message: z.string().describe("What to repeat"),
    }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: ({ message }) => text(\`${tool}: \${message}\`),
  });
}
`;
}

function testText(tool: string, name: string): string {
  return `import { expect } from "chai";
import { runTool } from "mcp-lambda/testing";
import { ${name} } from "../../handlers/tools/${tool}";

describe("the tool ${tool}", () => {
  it("repeats the message", async () => {
    const { content } = await runTool(${name}(), { message: "hello" });
    expect(content).to.deep.equal([{ type: "text", text: "${tool}: hello" }]);
  });

  it("refuses to run without a message", () => {
    expect(${name}().inputSchema.safeParse({}).success).to.equal(false);
  });
});
`;
}

/** handlers/server.ts, as the compiler reads it. */
class ServerSource {
  private readonly source: ts.SourceFile;
  /** All names in it, imported or not. */
  readonly names = new Set<string>();
  private list: ts.ArrayLiteralExpression | undefined;

  constructor(private readonly text: string) {
    this.source = ts.createSourceFile("server.ts", text, ts.ScriptTarget.ES2020, true);
    this.visit(this.source);
  }

  /** Its text with one more import, and one more entry at the end of the list. @throws UserError */
  withTool(tool: string, name: string): string {
    const { list, text } = this;
    if (list === undefined) {
      throw new UserError(`handlers/server.ts has no list of tools ("tools: [...]"): ${BY_HAND}.`);
    }
    const line = `import { ${name} } from "./tools/${tool}";\n`;
    const last = list.elements.at(-1);
    // After the last entry, so that a comma or a comment behind it stays where it is.
    const [at, entry] =
      last === undefined ? [list.getStart() + 1, `${name}(),`] : [last.end, `, ${name}()`];
    const before = this.endOfImports();
    return `${text.slice(0, before)}${line}${text.slice(before, at)}${entry}${text.slice(at)}`;
  }

  /** Behind the last import of a tool, or else of anything. */
  private endOfImports(): number {
    const imports = this.source.statements.filter(ts.isImportDeclaration);
    const ofTools = imports.filter(({ moduleSpecifier }) =>
      moduleSpecifier.getText().slice(1).startsWith("./tools/"),
    );
    const last = ofTools.at(-1) ?? imports.at(-1);
    if (last === undefined) return 0;
    const lineEnd = this.text.indexOf("\n", last.end);
    return lineEnd === -1 ? this.text.length : lineEnd + 1;
  }

  private visit(node: ts.Node): void {
    if (ts.isIdentifier(node)) this.names.add(node.text);
    const isNamed = ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node);
    if (isNamed && node.name.getText() === "tools" && node.initializer !== undefined) {
      const value = withoutTypes(node.initializer);
      if (ts.isArrayLiteralExpression(value)) this.list ??= value;
    }
    node.forEachChild((child) => {
      this.visit(child);
    });
  }
}

/** `[...]` of `[...] as const` and `[...] satisfies AnyTool[]`. */
function withoutTypes(expression: ts.Expression): ts.Expression {
  const isTyped = ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression);
  return isTyped ? withoutTypes(expression.expression) : expression;
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
  const folder = path.join(root, "handlers/tools");
  const files = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }) : [];
  return files
    .map((file) => `handlers/tools/${String(file)}`)
    .filter((file) => file.endsWith(".ts"))
    .find((file) => fs.readFileSync(path.join(root, file), "utf8").includes(`name: "${tool}",`));
}

/** @throws UserError when the name is not a tool's name, or taken; nothing is written then. */
export async function writeNewTool(root: string, tool: string): Promise<readonly string[]> {
  checkName(tool);
  const files = [`handlers/tools/${tool}.ts`, `tests/tools/${tool}.test.ts`] as const;
  const taken = files.find((file) => fs.existsSync(path.join(root, file)));
  if (taken !== undefined) throw new UserError(`${taken} is there already.`);
  const other = fileOfTool(root, tool);
  if (other !== undefined) throw new UserError(`${other} has a tool of this name already.`);
  const server = path.join(root, "handlers/server.ts");
  const source = new ServerSource(fs.readFileSync(server, "utf8"));
  const name = functionName(tool, new Set([...OWN_NAMES, ...source.names]));
  const serverText = source.withTool(tool, name);
  await write(path.join(root, files[0]), toolText(tool, name));
  await write(path.join(root, files[1]), testText(tool, name));
  await write(server, serverText);
  return [...files, "handlers/server.ts"];
}

if (require.main === module) {
  runCommand(async () => {
    const [tool] = readArguments(process.argv.slice(2), {}, USAGE, { positionals: 1 }).rest;
    if (tool === undefined) throw new UserError(`Name one tool.\n\n${USAGE}`);
    const files = await writeNewTool(path.join(__dirname, ".."), tool);
    process.stdout.write(
      `Written: ${files.join(", ")}\nTry it: npm run call -- ${tool} '{"message":"hello"}'\n`,
    );
  });
}
