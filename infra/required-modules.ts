/**
 * Reads from the emitted text of a handler which modules it requires, and what it uses of each: the
 * serializer writes `const zod_1 = require("zod")` and uses it as `zod_1.z.object(...)`.
 */
import { isBuiltin } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import * as ts from "typescript";

/**
 * Members of a module by name, each with the members that are used of it; undefined where it is
 * used in another way, and is needed whole.
 */
export type UsedMembers = ReadonlyMap<string, ReadonlySet<string> | undefined>;

export interface RequiredModule {
  /** As it is required: "zod", "lodash/merge.js". */
  readonly specifier: string;
  /** Undefined when it is used in any other way than by its members' names. */
  readonly members: UsedMembers | undefined;
}

/**
 * What a text requires apart from Node's own modules, sorted. Read by a parser, not a pattern.
 *
 * @throws RunError for a dynamic import of a package.
 */
export function requiredModules(text: string): RequiredModule[] {
  const file = ts.createSourceFile("__index.js", text, ts.ScriptTarget.ES2022, true);
  /** Names of variables by specifier; undefined when a module is used without a variable. */
  const variables = new Map<string, string[] | undefined>();
  const imported = new Set<string>();
  const visit = (node: ts.Node): void => {
    const loaded = loadedModule(node);
    if (loaded?.isImport === true) imported.add(loaded.specifier);
    if (loaded?.isImport === false) {
      const { parent } = node;
      const isNamed = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name);
      const known = variables.has(loaded.specifier) ? variables.get(loaded.specifier) : [];
      variables.set(loaded.specifier, isNamed ? known?.concat(parent.name.text) : undefined);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (imported.size > 0) {
    throw new pulumi.RunError(
      `import("${[...imported].join('"), import("')}") would find nothing in Lambda, which looks for imported packages beside the code and not in layers. Import the package at the top of the file.`,
    );
  }
  return [...variables]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([specifier, names]) => ({ specifier, members: names && membersOf(names, file) }));
}

/** The package that a `require("...")` or `import("...")` loads. */
function loadedModule(node: ts.Node): { specifier: string; isImport: boolean } | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const [argument] = node.arguments;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
  if (argument === undefined || !ts.isStringLiteralLike(argument)) return undefined;
  if ((!isImport && !isRequire) || isBuiltin(argument.text)) return undefined;
  return { specifier: argument.text, isImport };
}

function membersOf(names: readonly string[], file: ts.SourceFile): UsedMembers | undefined {
  const members = new Map<string, Set<string> | undefined>();
  /** Uses of the module itself. */
  const others: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && names.includes(node.text) && isReference(node)) {
      const member = memberOf(node);
      if (member === undefined) {
        others.push(node);
        return;
      }
      const nested = memberOf(member.access);
      const known = members.has(member.name) ? members.get(member.name) : new Set<string>();
      members.set(member.name, nested === undefined ? undefined : known?.add(nested.name));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return others.length > 0 ? undefined : members;
}

/** Whether an identifier stands for a variable, and does not declare it or name a property. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return parent.name !== node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return false;
  return !isCaptured(node);
}

/**
 * Whether it stands for something else of the same name: the serializer wraps a function in
 * `with ({ server_1: __server_1 })` when its file has a module of its own under that name.
 */
function isCaptured(node: ts.Identifier): boolean {
  for (let inner: ts.Node = node; !ts.isSourceFile(inner); inner = inner.parent) {
    const outer = inner.parent;
    if (!ts.isWithStatement(outer) || outer.statement !== inner) continue;
    const { expression } = outer;
    if (!ts.isObjectLiteralExpression(expression)) continue;
    if (expression.properties.some(({ name }) => name?.getText() === node.text)) return true;
  }
  return false;
}

/** `name` of `expression.name`. */
function memberOf(
  expression: ts.Expression,
): { name: string; access: ts.PropertyAccessExpression } | undefined {
  const { parent } = expression;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== expression) return undefined;
  return { name: parent.name.text, access: parent };
}
