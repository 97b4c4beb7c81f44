/**
 * Small tools as people write them (tests/cases), by kind: what each answers in plain Node.js, or
 * why it is refused. Each case lies in a folder of its own, as it would lie in a project.
 */
import * as fs from "node:fs";
import * as path from "node:path";

export const CASES_FOLDER = path.join(__dirname, "..", "cases");

export interface ToolCase {
  readonly id: string;
  readonly kind: string;
  /** Exported functions that make tools, and the files of handlers/tools that they are in. */
  readonly tools: readonly (readonly [name: string, file: string])[];
  /** How the tools stand in the server's list; default: each called. */
  readonly list?: string;
  /** npm package that it needs. */
  readonly package?: string;
  readonly bundleAwsSdk?: boolean;
  /** Calls one after the other in one environment: tool, arguments, text, or "/pattern/" of it. */
  readonly calls?: readonly (readonly [tool: string, input: unknown, answer: string])[];
  /** Part of the message with which it is refused. */
  readonly refused?: string;
}

export function readCases(): readonly ToolCase[] {
  const text = fs.readFileSync(path.join(CASES_FOLDER, "cases.json"), "utf8");
  return JSON.parse(text) as readonly ToolCase[];
}

/** Text of a module that answers calls of the case's tools, as the server does. */
export function handlerModule({ id, kind, tools, list }: ToolCase, from: string): string {
  const folder = path.relative(from, path.join(CASES_FOLDER, kind, id, "handlers", "tools"));
  const imports = tools.map(
    ([name, file]) => `import { ${name} } from "./${folder.split(path.sep).join("/")}/${file}";`,
  );
  const called = list ?? tools.map(([name]) => `${name}()`).join(", ");
  return `${imports.join("\n")}
const log = { debug() {}, info() {}, warn() {}, error() {} };
const textOf = ({ content, isError }) =>
  (isError ? "isError: " : "") + content.map(({ text }) => text).join("");
export function createHandler() {
  const tools = [${called}];
  return async ({ name, input }) => {
    const tool = tools.find((candidate) => candidate.name === name);
    const parsed = await tool.inputSchema["~standard"].validate(input);
    if (parsed.issues) return "isError: Invalid arguments: " + JSON.stringify(parsed.issues);
    const signal = new AbortController().signal;
    try {
      return textOf(await tool.run(parsed.value, { log, count() {}, signal, deadline: new Date() }));
    } catch {
      return "isError: failed";
    }
  };
}
`;
}

/** Tables that are too large to keep: they are made where a case imports them. */
export function writeBigFiles(): void {
  const rows = JSON.stringify(
    Array.from({ length: 5_000 }, (_, id) => ({ id, name: `item ${id}`, tags: ["a", "b"] })),
  );
  const write = (name: string, text: string): void => {
    fs.writeFileSync(path.join(CASES_FOLDER, "modules", name), text);
  };
  write("big-json-import/handlers/big.json", `{ "rows": ${rows} }`);
  write("big-ts-table/handlers/table.ts", `export const ROWS = ${rows};\n`);
}
