/** What the names in a module stand for, as far as that can be read: its own folder, texts, node:fs. */
import * as path from "node:path";
import type * as typescript from "typescript";

/** Reads a module once; its methods tell of nodes of the same source. */
export class ModuleNames {
  /** Variables that hold the module's folder, and its file. */
  private readonly folders = new Set(["__dirname"]);
  private readonly files = new Set(["__filename"]);
  /** Variables that hold node:fs or something of it (by its own name there), and node:path. */
  private readonly fileSystem = new Map<string, string>();
  private readonly paths = new Map<string, string>();
  private readonly processes = new Map<string, string>([["process", "process"]]);
  /** How often names are declared: one that is declared twice may hold something else. */
  private readonly declarations = new Map<string, number>();
  /** Variables that hold a text. */
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly ts: typeof typescript,
    private readonly source: typescript.SourceFile,
  ) {
    this.eachNode((node) => {
      this.countDeclaration(node);
    });
    this.eachNode((node) => {
      this.collectNames(node);
    });
  }

  isFolder(node: typescript.Node): boolean {
    if (this.isNamed(node, this.folders) || this.isMeta(node, "dirname")) return true;
    const argument = this.argumentOf(node, "dirname");
    return argument !== undefined && this.isFile(argument);
  }

  isFile(node: typescript.Node): boolean {
    if (this.isNamed(node, this.files) || this.isMeta(node, "filename")) return true;
    const argument = this.argumentOf(node, "fileURLToPath");
    return argument !== undefined && this.isUrl(argument);
  }

  isUrl(node: typescript.Node): boolean {
    return this.isMeta(node, "url");
  }

  isOwn(node: typescript.Node): boolean {
    return this.isFolder(node) || this.isFile(node) || this.isUrl(node);
  }

  /** Text that a node is, or that the variable holds which it names. */
  textOf(node: typescript.Node): string | undefined {
    if (this.ts.isStringLiteralLike(node)) return node.text;
    return this.ts.isIdentifier(node) ? this.texts.get(node.text) : undefined;
  }

  /** Whether a path begins with a text that is not absolute. */
  isRelative(node: typescript.Node): boolean {
    const { ts } = this;
    if (ts.isTemplateExpression(node) && node.head.text !== "")
      return isRelativePath(node.head.text);
    if (ts.isBinaryExpression(node)) return this.isRelative(node.left);
    // path.join("data", name)
    if (ts.isCallExpression(node) && this.isOf(node, "path")) {
      const [first] = node.arguments;
      return first !== undefined && this.isRelative(first);
    }
    const text = this.textOf(node);
    return text !== undefined && isRelativePath(text);
  }

  /** readFile("x"), fs.readFile("x"), fs.promises.readFile("x") */
  isOf({ expression }: typescript.CallExpression, module: "fs" | "path" | "process"): boolean {
    const names = { fs: this.fileSystem, path: this.paths, process: this.processes }[module];
    const first = this.rootOf(expression);
    if (this.ts.isCallExpression(first)) {
      const loaded = this.loadedModule(first);
      return loaded !== undefined && this.namesOf(loaded) === names;
    }
    return this.isNamed(first, names);
  }

  private isNamed(
    node: typescript.Node,
    names: ReadonlySet<string> | ReadonlyMap<string, string>,
  ): boolean {
    return this.ts.isIdentifier(node) && names.has(node.text);
  }

  /** import.meta.PROPERTY */
  private isMeta(node: typescript.Node, property: string): boolean {
    const { ts } = this;
    if (!ts.isPropertyAccessExpression(node) || node.name.text !== property) return false;
    return ts.isMetaProperty(node.expression);
  }

  /** `x` of NAME(x) and of anything.NAME(x). */
  private argumentOf(node: typescript.Node, name: string): typescript.Node | undefined {
    if (!this.ts.isCallExpression(node)) return undefined;
    return this.calledName(node) === name ? node.arguments[0] : undefined;
  }

  calledName({ expression }: typescript.CallExpression): string | undefined {
    if (this.ts.isIdentifier(expression)) return expression.text;
    return this.ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
  }

  /** Name of what is called, where it was imported by another one: by its own. */
  ownName(node: typescript.CallExpression): string {
    const name = this.calledName(node) ?? "";
    if (!this.ts.isIdentifier(node.expression)) return name;
    return this.fileSystem.get(name) ?? this.paths.get(name) ?? this.processes.get(name) ?? name;
  }

  isExported(declaration: typescript.VariableDeclaration): boolean {
    const statement = declaration.parent.parent;
    if (!this.ts.isVariableStatement(statement)) return false;
    const { ExportKeyword } = this.ts.SyntaxKind;
    return statement.modifiers?.some(({ kind }) => kind === ExportKeyword) ?? false;
  }

  eachNode(visit: (node: typescript.Node) => void): void {
    const walk = (node: typescript.Node): void => {
      visit(node);
      this.ts.forEachChild(node, walk);
    };
    walk(this.source);
  }

  private countDeclaration(node: typescript.Node): void {
    const { ts } = this;
    const isDeclared =
      ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
    if (!isDeclared || !ts.isIdentifier(node.name)) return;
    const { text } = node.name;
    this.declarations.set(text, (this.declarations.get(text) ?? 0) + 1);
  }

  /** What variables hold: modules, texts, and the module's own folder and file. */
  private collectNames(node: typescript.Node): void {
    const { ts } = this;
    if (ts.isImportDeclaration(node) && node.importClause !== undefined) {
      this.collectImported(node.importClause, this.namesOf(node.moduleSpecifier));
    }
    if (!ts.isVariableDeclaration(node) || node.initializer === undefined) return;
    const { name, initializer } = node;
    const loaded = this.loadedModule(initializer);
    if (loaded !== undefined) this.collectImported(name, this.namesOf(loaded));
    // const { readFileSync } = fs; const fsp = fs.promises
    const root = this.rootOf(initializer);
    for (const names of [this.fileSystem, this.paths, this.processes]) {
      if (this.isNamed(root, names)) this.collectImported(name, names);
    }
    if (!ts.isIdentifier(name) || !this.isFixed(node)) return;
    if (ts.isStringLiteralLike(initializer)) this.texts.set(name.text, initializer.text);
    // const here = path.dirname(fileURLToPath(import.meta.url))
    if (this.isFolder(initializer)) this.folders.add(name.text);
    if (this.isFile(initializer)) this.files.add(name.text);
  }

  /** Whether a variable is a constant, of a name that nothing else in the module has. */
  isFixed({ name, parent }: typescript.VariableDeclaration): boolean {
    const isConstant = (parent.flags & this.ts.NodeFlags.Const) !== 0;
    return isConstant && this.declarations.get(name.getText()) === 1;
  }

  private namesOf(module: typescript.Node): Map<string, string> | undefined {
    const specifier = this.ts.isStringLiteralLike(module) ? module.text : "";
    if (/^(node:)?fs(\/promises)?$/.test(specifier)) return this.fileSystem;
    if (/^(node:)?path(\/(posix|win32))?$/.test(specifier)) return this.paths;
    return /^(node:)?process$/.test(specifier) ? this.processes : undefined;
  }

  /** Keeps what is imported or taken of a module, by the names that it has there. */
  private collectImported(names: typescript.Node, kept: Map<string, string> | undefined): void {
    if (kept === undefined) return;
    const { ts } = this;
    const collect = (node: typescript.Node): void => {
      if (ts.isImportSpecifier(node) || ts.isBindingElement(node)) {
        kept.set(node.name.getText(), (node.propertyName ?? node.name).getText());
      } else if (ts.isIdentifier(node)) {
        kept.set(node.text, node.text);
      } else {
        ts.forEachChild(node, collect);
      }
    };
    collect(names);
  }

  /** `fs` of `fs.promises.readFile`. */
  private rootOf(expression: typescript.Expression): typescript.Expression {
    let root = expression;
    while (this.ts.isPropertyAccessExpression(root)) root = root.expression;
    return root;
  }

  /** The specifier of `require("x")`, `await import("x")`, also where a member is taken of it. */
  private loadedModule(expression: typescript.Expression): typescript.Node | undefined {
    const { ts } = this;
    let inner = expression;
    while (
      ts.isPropertyAccessExpression(inner) ||
      ts.isAwaitExpression(inner) ||
      ts.isParenthesizedExpression(inner)
    ) {
      inner = inner.expression;
    }
    if (!ts.isCallExpression(inner)) return undefined;
    const isImport = inner.expression.kind === ts.SyntaxKind.ImportKeyword;
    return isImport || this.calledName(inner) === "require" ? inner.arguments[0] : undefined;
  }
}

function isRelativePath(text: string): boolean {
  return !path.posix.isAbsolute(text) && !path.win32.isAbsolute(text);
}
