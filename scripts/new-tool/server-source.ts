/** handlers/server.ts as new:tool extends it: one more import, and one more entry in the list. */
import * as ts from "typescript";
import { UserError } from "pulumi-local";

/** Where to put a tool where handlers/server.ts is written in another way. */
const BY_HAND = "add the import and the entry by hand";

/** handlers/server.ts, as the compiler reads it. */
export class ServerSource {
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
