/**
 * The tables of docs/settings.md, of what the program says itself: key, values and default as its reader
 * is asked for them, the meaning as the comment above each says it in the source.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import * as ts from "typescript";
import { askedSettings, code } from "./asked-settings";

interface Described {
  /** Of the object that it stands in: shared, function ... */
  readonly component: string;
  readonly meaning: string;
}

const SOURCES = ["infra/settings.ts", "infra/authorization/authorization-settings.ts"] as const;

/** In this order; a component without a title fails the test. */
const TITLES: Readonly<Record<string, string>> = {
  stack: "The whole stack",
  api: "API",
  function: "Function",
  authorization: "Who may call",
  needs: "Tables and secrets of tools",
  shared: "Logs, origins and addresses",
  monitoring: "Alarms and costs",
};

/** The comment above a node, in one line; undefined where there is none. */
function commentOf(node: ts.Node, source: string): string | undefined {
  const ranges = ts.getLeadingCommentRanges(source, node.getFullStart()) ?? [];
  const last = ranges.at(-1);
  if (last === undefined) return undefined;
  const text = source.slice(last.pos, last.end);
  return text
    .replace(/^\/\*\*|\*\/$|^\s*\* ?/gm, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The first argument of `reader.method("key", ...)` somewhere in a node. */
function keysIn(node: ts.Node): readonly string[] {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const [first] = node.arguments;
    if (node.expression.expression.getText() === "reader" && first && ts.isStringLiteral(first)) {
      return [first.text];
    }
  }
  return node.getChildren().flatMap(keysIn);
}

function readComments(file: string, found: Map<string, Described>): void {
  const source = fs.readFileSync(path.join(PROJECT_ROOT, file), "utf8");
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const ofVariables = new Map<string, readonly [keys: readonly string[], meaning: string]>();
  const visit = (node: ts.Node, component: string): void => {
    const meaning = commentOf(node, source) ?? "";
    if (ts.isVariableStatement(node)) {
      const [declaration] = node.declarationList.declarations;
      if (declaration) ofVariables.set(declaration.name.getText(), [keysIn(node), meaning]);
      return;
    }
    if (ts.isShorthandPropertyAssignment(node)) {
      const [keys = [], above = ""] = ofVariables.get(node.name.text) ?? [];
      for (const key of keys) found.set(key, { component, meaning: above });
    }
    if (ts.isPropertyAssignment(node)) {
      const name = node.name.getText();
      if (ts.isObjectLiteralExpression(node.initializer)) {
        // One inside a component's is a part of it.
        node.initializer.properties.forEach((property) => {
          visit(property, component || name);
        });
        return;
      }
      for (const key of keysIn(node)) found.set(key, { component, meaning });
    }
    node.forEachChild((child) => {
      visit(child, component);
    });
  };
  const start = file.includes("authorization") ? "authorization" : "";
  tree.statements.forEach((statement) => {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === "declareSettings") {
      statement.body?.statements.forEach((inner) => {
        visit(inner, start);
      });
    }
  });
}

/** Markdown: a table for each component. @throws Error for a setting without a comment or a title. */
export async function settingsTables(): Promise<string> {
  const described = new Map<string, Described>();
  for (const file of SOURCES) readComments(file, described);
  const rows = (await askedSettings()).map((asked) => {
    const of = described.get(asked.key);
    if (!of || of.meaning === "")
      throw new Error(`${asked.key} has no comment that says what it is`);
    if (!(of.component in TITLES)) throw new Error(`${of.component} has no title`);
    return { ...asked, ...of };
  });
  const tables = Object.entries(TITLES).map(([component, title]) => {
    const lines = rows
      .filter((row) => row.component === component)
      .map(({ key, values, fallback, meaning }) => {
        const cells = [code(key), values, fallback, meaning.replace(/\.$/, "")];
        return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
      });
    const head = "| key | values | default | what it does |\n| --- | --- | --- | --- |";
    return `### ${title}\n\n${head}\n${lines.join("\n")}`;
  });
  return tables.join("\n\n");
}
