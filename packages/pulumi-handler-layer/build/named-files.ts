/**
 * Reads from a module's source which files it names beside itself. What it names in another way
 * than by literals, and so could not be shipped with the function, is refused.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Location } from "esbuild";
import type * as typescript from "typescript";
import { Refusal } from "./refusal";

/** A refusal with its place, which esbuild reports. */
export class Misplaced extends Refusal {
  constructor(
    message: string,
    readonly location: Partial<Location>,
  ) {
    super(message);
  }
}

/** Functions of node:fs and node:fs/promises that begin with the path of something that exists. */
const READERS =
  /^(readFile|createReadStream|readdir|open|opendir|openAsBlob|stat|lstat|exists|access|readlink|realpath|cp|copyFile|glob)(Sync)?$/;

/** Functions that may have the module's own name: they say it, or compare it. */
const SPEAKERS =
  /^(basename|extname|text|structured|failure|String|Error|TypeError|stringify|log|debug|info|warn|error|startsWith|endsWith|includes|equal)$/;

const ADVICE =
  'Name the file by a literal, path.join(__dirname, "name") or new URL("./name", import.meta.url), and it is shipped with the function; or import it (.json, .md, .txt, .sql).';
const MADE_WHEN_RUN = `a path is made when this runs, so that nobody can tell which file to ship. ${ADVICE}`;

/**
 * Paths from the project's folder of what a module names by literals.
 *
 * @throws Misplaced
 */
export function findFiles(file: string, text: string, root: string): readonly string[] {
  return new ModuleReader(file, text, root).read();
}

class ModuleReader {
  // Loaded for the few modules that need it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  private readonly ts = require("typescript") as typeof typescript;
  private readonly source: typescript.SourceFile;
  private readonly named: string[] = [];
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
    private readonly file: string,
    private readonly text: string,
    private readonly root: string,
  ) {
    this.source = this.ts.createSourceFile(file, text, this.ts.ScriptTarget.Latest, true);
  }

  read(): readonly string[] {
    this.eachNode((node) => {
      this.countDeclaration(node);
    });
    this.eachNode((node) => {
      this.collectNames(node);
    });
    this.eachNode((node) => {
      this.check(node);
    });
    return this.named;
  }

  private eachNode(visit: (node: typescript.Node) => void): void {
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
  private isFixed({ name, parent }: typescript.VariableDeclaration): boolean {
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

  private check(node: typescript.Node): void {
    const { ts } = this;
    if (ts.isCallExpression(node)) this.checkCall(node);
    else if (ts.isNewExpression(node)) this.checkUrl(node);
    else if (ts.isTemplateExpression(node)) this.checkTemplate(node);
    else if (ts.isBinaryExpression(node)) this.checkSum(node);
    else if (this.isOwn(node) && !this.isKnownUse(node)) this.refuse(node, MADE_WHEN_RUN);
  }

  private checkCall(node: typescript.CallExpression): void {
    const [first, ...others] = node.arguments;
    const called = node.expression.getText();
    const name = this.ownName(node);
    if (name === "cwd" && this.isOf(node, this.processes)) {
      this.refuse(
        node,
        `process.cwd() is the folder of the function's archive in Lambda, which holds no file of this project. ${ADVICE}`,
      );
    }
    if (called === "import.meta.resolve" || called === "require.resolve") {
      this.refuse(node, `${called} finds no file of this project in Lambda. ${ADVICE}`);
    }
    if (first === undefined) return;
    if (name === "join" || name === "resolve") {
      if (this.isFolder(first)) this.shipNamed(node, others);
      // By the working folder.
      else if (name === "resolve" && this.isOf(node, this.paths) && this.isRelative(first)) {
        this.refuse(node, `a path by the working folder leads nowhere in Lambda. ${ADVICE}`);
      }
    } else if (name === "createRequire") {
      this.refuse(
        node,
        "createRequire finds no module of this project in Lambda, where all are one file. Import the module, or the .json file.",
      );
    } else if (READERS.test(name) && this.isOf(node, this.fileSystem)) {
      if (!this.isOwn(first) && !this.isRelative(first)) return;
      this.refuse(node, `${name} reads what is not in Lambda. ${ADVICE}`);
    }
  }

  /** Name of what is called, where it was imported by another one: by its own. */
  private ownName(node: typescript.CallExpression): string {
    const name = this.calledName(node) ?? "";
    if (!this.ts.isIdentifier(node.expression)) return name;
    return this.fileSystem.get(name) ?? this.paths.get(name) ?? this.processes.get(name) ?? name;
  }

  /** new URL("./x.csv", import.meta.url); new Worker("./x.js") */
  private checkUrl(node: typescript.NewExpression): void {
    const { expression, arguments: args } = node;
    const [name, base] = args ?? [];
    const isWorker = expression.getText() === "Worker" && name !== undefined;
    if (isWorker && this.isRelative(name) && base?.getText().includes("eval") !== true) {
      this.refuse(node, `a worker's file is not in Lambda. ${ADVICE}`);
    }
    if (expression.getText() !== "URL" || name === undefined || base === undefined) return;
    if (!this.isUrl(base)) return;
    const text = this.textOf(name);
    if (text === undefined) this.refuse(name, MADE_WHEN_RUN);
    this.ship(name, decodeURIComponent(text));
  }

  /** `${__dirname}/x.csv` */
  private checkTemplate(node: typescript.TemplateExpression): void {
    const [span, ...more] = node.templateSpans;
    if (span === undefined || node.head.text !== "" || !this.isFolder(span.expression)) return;
    if (more.length > 0) this.refuse(node, MADE_WHEN_RUN);
    if (span.literal.text !== "") this.ship(node, `.${span.literal.text}`);
  }

  /** __dirname + "/x.csv" */
  private checkSum({ left, right, operatorToken }: typescript.BinaryExpression): void {
    const isSum = operatorToken.kind === this.ts.SyntaxKind.PlusToken;
    if (!isSum || !this.isFolder(left)) return;
    if (this.ts.isStringLiteralLike(right)) this.ship(right, `.${right.text}`);
    else this.refuse(right, MADE_WHEN_RUN);
  }

  /** Whether a use of the module's own name is none that could become a path of a file. */
  private isKnownUse(node: typescript.Node): boolean {
    const { ts } = this;
    const { parent } = node;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      const name = ts.isCallExpression(parent)
        ? (this.calledName(parent) ?? "")
        : parent.expression.getText();
      // What it is to these has been looked at: they ship a file, or are refused.
      const isPart = this.isOwn(parent);
      const isLookedAt = isPart || /^(join|resolve|URL)$/.test(name) || READERS.test(name);
      return parent.expression === node || isLookedAt || SPEAKERS.test(name);
    }
    if (ts.isVariableDeclaration(parent)) {
      return parent.name === node || (this.isFixed(parent) && !this.isExported(parent));
    }
    if (ts.isTemplateSpan(parent)) {
      const { head } = parent.parent;
      return head.text === "" ? this.isFolder(node) : !parent.literal.text.startsWith("/");
    }
    if (ts.isPropertyAccessExpression(parent)) {
      // `object.__dirname` is something else.
      return parent.name === node || SPEAKERS.test(parent.name.text);
    }
    if (ts.isBinaryExpression(parent)) return this.isSaidOrCompared(parent, node);
    if (ts.isParameter(parent) || ts.isBindingElement(parent)) return parent.initializer !== node;
    return ts.isTypeOfExpression(parent) || ts.isExpressionStatement(parent);
  }

  /** `__dirname === x`, `"in " + __dirname`; a path of a file has been looked at. */
  private isSaidOrCompared(
    { left, right, operatorToken }: typescript.BinaryExpression,
    node: typescript.Node,
  ): boolean {
    const { SyntaxKind } = this.ts;
    if (operatorToken.kind === SyntaxKind.PlusToken) {
      return left === node
        ? this.isFolder(left)
        : right === node && this.textOf(left) !== undefined;
    }
    return [
      SyntaxKind.EqualsEqualsToken,
      SyntaxKind.EqualsEqualsEqualsToken,
      SyntaxKind.ExclamationEqualsToken,
      SyntaxKind.ExclamationEqualsEqualsToken,
    ].includes(operatorToken.kind);
  }

  private isExported(declaration: typescript.VariableDeclaration): boolean {
    const statement = declaration.parent.parent;
    if (!this.ts.isVariableStatement(statement)) return false;
    const { ExportKeyword } = this.ts.SyntaxKind;
    return statement.modifiers?.some(({ kind }) => kind === ExportKeyword) ?? false;
  }

  private shipNamed(node: typescript.Node, parts: readonly typescript.Node[]): void {
    const texts = parts.flatMap((part) => this.textOf(part) ?? []);
    if (texts.length < parts.length) this.refuse(node, MADE_WHEN_RUN);
    if (texts.length > 0) this.ship(node, path.join(...texts));
  }

  private ship(node: typescript.Node, name: string): void {
    const target = path.resolve(path.dirname(this.file), name);
    const fromRoot = path.relative(this.root, target).split(path.sep).join("/");
    const place = fromRoot === "" ? "the project's entire folder" : `"${fromRoot}"`;
    if (fromRoot === "" || fromRoot.startsWith("..") || path.isAbsolute(fromRoot)) {
      this.refuse(node, `${place} cannot be shipped with the function. ${ADVICE}`);
    }
    if (!fs.existsSync(target)) {
      this.refuse(
        node,
        `there is no file ${place} to ship with the function. Files that are written when it runs lie in /tmp.`,
      );
    }
    this.named.push(fromRoot);
  }

  private refuse(node: typescript.Node, reason: string): never {
    const { line, character } = this.source.getLineAndCharacterOfPosition(node.getStart());
    const file = path.relative(this.root, this.file).split(path.sep).join("/");
    const lineText = this.text.split("\n")[line] ?? "";
    throw new Misplaced(reason, { file, line: line + 1, column: character, lineText });
  }

  private isFolder(node: typescript.Node): boolean {
    if (this.isNamed(node, this.folders) || this.isMeta(node, "dirname")) return true;
    const argument = this.argumentOf(node, "dirname");
    return argument !== undefined && this.isFile(argument);
  }

  private isFile(node: typescript.Node): boolean {
    if (this.isNamed(node, this.files) || this.isMeta(node, "filename")) return true;
    const argument = this.argumentOf(node, "fileURLToPath");
    return argument !== undefined && this.isUrl(argument);
  }

  private isUrl(node: typescript.Node): boolean {
    return this.isMeta(node, "url");
  }

  private isOwn(node: typescript.Node): boolean {
    return this.isFolder(node) || this.isFile(node) || this.isUrl(node);
  }

  /** Text that a node is, or that the variable holds which it names. */
  private textOf(node: typescript.Node): string | undefined {
    if (this.ts.isStringLiteralLike(node)) return node.text;
    return this.ts.isIdentifier(node) ? this.texts.get(node.text) : undefined;
  }

  /** Whether a path begins with a text that is not absolute. */
  private isRelative(node: typescript.Node): boolean {
    const { ts } = this;
    if (ts.isTemplateExpression(node) && node.head.text !== "")
      return isRelativePath(node.head.text);
    if (ts.isBinaryExpression(node)) return this.isRelative(node.left);
    // path.join("data", name)
    if (ts.isCallExpression(node) && this.isOf(node, this.paths)) {
      const [first] = node.arguments;
      return first !== undefined && this.isRelative(first);
    }
    const text = this.textOf(node);
    return text !== undefined && isRelativePath(text);
  }

  /** readFile("x"), fs.readFile("x"), fs.promises.readFile("x") */
  private isOf(
    { expression }: typescript.CallExpression,
    names: ReadonlyMap<string, string>,
  ): boolean {
    const first = this.rootOf(expression);
    if (names === this.fileSystem && this.ts.isCallExpression(first)) {
      const module = this.loadedModule(first)?.getText() ?? "";
      return /^["'](node:)?fs(\/promises)?["']$/.test(module);
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

  private calledName({ expression }: typescript.CallExpression): string | undefined {
    if (this.ts.isIdentifier(expression)) return expression.text;
    return this.ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
  }
}

function isRelativePath(text: string): boolean {
  return !path.posix.isAbsolute(text) && !path.win32.isAbsolute(text);
}
