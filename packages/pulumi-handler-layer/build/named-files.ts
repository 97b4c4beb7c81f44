/**
 * Reads from a module's source which files it names beside itself. What it names in another way
 * than by literals, and so could not be shipped with the function, is refused.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Location } from "esbuild";
import type * as typescript from "typescript";
import { ModuleNames } from "./module-names";
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
  'Name the file by a literal, path.join(__dirname, "name") or new URL("./name", import.meta.url), and it is shipped with the function; or import it (.json, .md, .txt, .sql, .html).';
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
  private readonly names: ModuleNames;
  private readonly named: string[] = [];

  constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly root: string,
  ) {
    this.source = this.ts.createSourceFile(file, text, this.ts.ScriptTarget.Latest, true);
    this.names = new ModuleNames(this.ts, this.source);
  }

  read(): readonly string[] {
    this.names.eachNode((node) => {
      this.check(node);
    });
    return this.named;
  }

  private check(node: typescript.Node): void {
    const { ts } = this;
    if (ts.isCallExpression(node)) this.checkCall(node);
    else if (ts.isNewExpression(node)) this.checkUrl(node);
    else if (ts.isTemplateExpression(node)) this.checkTemplate(node);
    else if (ts.isBinaryExpression(node)) this.checkSum(node);
    if (this.names.isOwn(node) && !this.isKnownUse(node)) this.refuse(node, MADE_WHEN_RUN);
  }

  private checkCall(node: typescript.CallExpression): void {
    const [first, ...others] = node.arguments;
    const called = node.expression.getText();
    const name = this.names.ownName(node);
    if (name === "cwd" && this.names.isOf(node, "process")) {
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
      if (this.names.isFolder(first)) this.shipNamed(node, others);
      // By the working folder.
      else if (
        name === "resolve" &&
        this.names.isOf(node, "path") &&
        this.names.isRelative(first)
      ) {
        this.refuse(node, `a path by the working folder leads nowhere in Lambda. ${ADVICE}`);
      }
    } else if (name === "createRequire") {
      this.refuse(
        node,
        "createRequire finds no module of this project in Lambda, where all are one file. Import the module, or the .json file.",
      );
    } else if (READERS.test(name) && this.names.isOf(node, "fs")) {
      if (!this.names.isOwn(first) && !this.names.isRelative(first)) return;
      this.refuse(node, `${name} reads what is not in Lambda. ${ADVICE}`);
    }
  }

  /** new URL("./x.csv", import.meta.url); new Worker("./x.js") */
  private checkUrl(node: typescript.NewExpression): void {
    const { expression, arguments: args } = node;
    const [name, base] = args ?? [];
    const isWorker = expression.getText() === "Worker" && name !== undefined;
    if (isWorker && this.names.isRelative(name) && base?.getText().includes("eval") !== true) {
      this.refuse(node, `a worker's file is not in Lambda. ${ADVICE}`);
    }
    if (expression.getText() !== "URL" || name === undefined || base === undefined) return;
    if (!this.names.isUrl(base)) return;
    const text = this.names.textOf(name);
    if (text === undefined) this.refuse(name, MADE_WHEN_RUN);
    this.ship(name, decodeURIComponent(text));
  }

  /** `${__dirname}/x.csv` */
  private checkTemplate(node: typescript.TemplateExpression): void {
    const [span, ...more] = node.templateSpans;
    if (span === undefined || node.head.text !== "" || !this.names.isFolder(span.expression))
      return;
    if (more.length > 0) this.refuse(node, MADE_WHEN_RUN);
    if (span.literal.text !== "") this.ship(node, `.${span.literal.text}`);
  }

  /** __dirname + "/x.csv" */
  private checkSum({ left, right, operatorToken }: typescript.BinaryExpression): void {
    const isSum = operatorToken.kind === this.ts.SyntaxKind.PlusToken;
    if (!isSum || !this.names.isFolder(left)) return;
    if (this.ts.isStringLiteralLike(right)) this.ship(right, `.${right.text}`);
    else this.refuse(right, MADE_WHEN_RUN);
  }

  /** Whether a use of the module's own name is none that could become a path of a file. */
  private isKnownUse(node: typescript.Node): boolean {
    const { ts } = this;
    const { parent } = node;
    if (ts.isCallExpression(parent)) {
      if (parent.expression === node || this.names.isOwn(parent)) return true;
      const name = this.names.ownName(parent);
      // What it is to these has been looked at: they ship a file, or are refused.
      const isFirst = parent.arguments[0] === node;
      return (isFirst && /^(join|resolve)$/.test(name)) || SPEAKERS.test(name);
    }
    if (ts.isNewExpression(parent)) return /^(URL|\w*Error)$/.test(parent.expression.getText());
    if (ts.isVariableDeclaration(parent)) {
      return parent.name === node || (this.names.isFixed(parent) && !this.names.isExported(parent));
    }
    if (ts.isTemplateSpan(parent)) {
      const { head } = parent.parent;
      return head.text === "" ? this.names.isFolder(node) : !parent.literal.text.startsWith("/");
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
        ? this.names.isFolder(left)
        : right === node && this.names.textOf(left) !== undefined;
    }
    return [
      SyntaxKind.EqualsEqualsToken,
      SyntaxKind.EqualsEqualsEqualsToken,
      SyntaxKind.ExclamationEqualsToken,
      SyntaxKind.ExclamationEqualsEqualsToken,
    ].includes(operatorToken.kind);
  }

  private shipNamed(node: typescript.Node, parts: readonly typescript.Node[]): void {
    const texts = parts.flatMap((part) => this.names.textOf(part) ?? []);
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
}
