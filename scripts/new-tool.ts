/**
 * `npm run new:tool NAME`: writes a tool, its test and its entry in the list, formatted, so that
 * `npm run check` passes before anything is edited.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import * as ts from "typescript";
import { readArguments, runCommand } from "../local/arguments";
import { Problem } from "../local/problem";

const USAGE = `npm run new:tool -- NAME

  NAME  lower-case words with hyphens, for example: list-orders
`;

/** The name of the function that returns the definition: list-orders -> listOrders. */
function functionName(tool: string): string {
  const camel = tool.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const isWord = ts.createScanner(ts.ScriptTarget.ES2020, true, undefined, camel).scan();
  return isWord === ts.SyntaxKind.Identifier ? camel : `${camel}Tool`;
}

function toolText(tool: string): string {
  const title = tool.replace(/-/g, " ").replace(/^./, (letter) => letter.toUpperCase());
  return `/** Say in a line what this tool is for. */
import { z } from "zod";
import { type AnyTool, defineTool, text } from "../tool";

export function ${functionName(tool)}(): AnyTool {
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

function testText(tool: string): string {
  return `import { expect } from "chai";
import { ${functionName(tool)} } from "../../../handlers/tools/${tool}";
import { runTool } from "../../support/tool";

describe("the tool ${tool}", () => {
  it("repeats the message", async () => {
    const { content } = await runTool(${functionName(tool)}(), { message: "hello" });
    expect(content).to.deep.equal([{ type: "text", text: "${tool}: hello" }]);
  });

  it("refuses to run without a message", () => {
    expect(${functionName(tool)}().inputSchema.safeParse({}).success).to.equal(false);
  });
});
`;
}

/** handlers/server.ts with one more import and one more entry at the end of the list. */
function withTool(serverText: string, tool: string): string {
  const name = functionName(tool);
  const imports = [...serverText.matchAll(/^import .* from "\.\/tools\/.*";$/gm)];
  const last = imports.at(-1);
  const list = /^( +tools: \[)([^\]]*?),?\s*(\],)$/m.exec(serverText);
  if (last === undefined || list === null) {
    throw new Problem(
      "handlers/server.ts has no list of tools as it was: add the import and the entry by hand.",
    );
  }
  const entries = `${list[2] ?? ""}, ${name}()`;
  const listed = serverText.replace(list[0], `${list[1] ?? ""}${entries}${list[3] ?? ""}`);
  return listed.replace(last[0], `${last[0]}\nimport { ${name} } from "./tools/${tool}";`);
}

async function write(file: string, text: string): Promise<void> {
  const config = await resolveConfig(file);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, await format(text, { ...config, filepath: file }));
}

/** @throws Problem when the name is no tool's name, or taken; nothing is written then. */
export async function writeNewTool(root: string, tool: string): Promise<readonly string[]> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(tool) || tool.length > 64) {
    throw new Problem(
      `"${tool}" is no name for a tool: use at most 64 lower-case letters and digits, in words with hyphens between them, for example list-orders.`,
    );
  }
  const files = [`handlers/tools/${tool}.ts`, `tests/handlers/tools/${tool}.test.ts`] as const;
  const taken = files.find((file) => fs.existsSync(path.join(root, file)));
  if (taken !== undefined) throw new Problem(`${taken} is there already.`);
  const server = path.join(root, "handlers/server.ts");
  const serverText = withTool(fs.readFileSync(server, "utf8"), tool);
  await write(path.join(root, files[0]), toolText(tool));
  await write(path.join(root, files[1]), testText(tool));
  await write(server, serverText);
  return [...files, "handlers/server.ts"];
}

if (require.main === module) {
  runCommand(async () => {
    const [tool, ...others] = readArguments(process.argv.slice(2), {}, USAGE).rest;
    if (tool === undefined || others.length > 0) throw new Problem(`Name one tool.\n\n${USAGE}`);
    const files = await writeNewTool(path.join(__dirname, ".."), tool);
    process.stdout.write(
      `Written: ${files.join(", ")}\nTry it: npm run call -- ${tool} '{"message":"hello"}'\n`,
    );
  });
}
