/**
 * Turns a failure of Pulumi's function serializer, which speaks of V8 internals, into a sentence
 * for the author of a tool: which file keeps what at module level, and where to put it instead.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as ts from "typescript";

const HANDLERS = path.join(__dirname, "..", "handlers");

/**
 * Returns an error that names the modules at fault.
 *
 * @param cause what the serializer said.
 * @param folder whose modules may be at fault.
 */
export async function explainSerializationFailure(
  cause: unknown,
  folder = HANDLERS,
): Promise<Error> {
  // The chain of what referenced what; the text of the function that follows it says nothing more.
  const words = cause instanceof Error ? cause.message : String(cause);
  const reason = (words.split("Function code:")[0] ?? "").trim().replace(/\n\s*\n/g, "\n");
  const files = sourceFiles(folder);
  const failing = await Promise.all(files.map(failsToSerialize));
  const suspects = files
    .filter((_, index) => failing[index])
    .flatMap((file) => moduleLevelObjects(file, folder));
  const found = suspects.map((suspect) => `\n  ${suspect}`).join("");
  const missing = /missing variable in closure environment: (\S+)/.exec(reason)?.[1];
  if (missing !== undefined) {
    return new pulumi.RunError(
      `The handler uses "${missing}", which is not defined where it is used: is an import missing?\n${reason}`,
    );
  }
  return new pulumi.RunError(
    `The handler cannot be serialized: ${reason}${found}\n` +
      "Code for Lambda is copied out of the running program, and objects with native state (zod schemas, Map, Set, Date, class instances) cannot be. Make them inside the function that uses them: for a tool, inside the function that returns its definition.",
  );
}

function sourceFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory()
        ? sourceFiles(path.join(folder, entry.name))
        : [path.join(folder, entry.name)],
    )
    .filter((file) => file.endsWith(".ts"))
    .sort();
}

/** Whether one of the functions that a module exports cannot be serialized by itself. */
async function failsToSerialize(file: string): Promise<boolean> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which files there are is not known before
  const exported = Object.values(require(file) as Record<string, unknown>);
  for (const candidate of exported) {
    if (typeof candidate !== "function") continue;
    try {
      const options = { isFactoryFunction: true, allowSecrets: true };
      await pulumi.runtime.serializeFunction(candidate, options);
    } catch {
      return true;
    }
  }
  return false;
}

/** The module-level variables of a file that are made by a call or by `new`, with their lines. */
function moduleLevelObjects(file: string, folder: string): string[] {
  const source = ts.createSourceFile(
    file,
    fs.readFileSync(file, "utf8"),
    ts.ScriptTarget.ES2020,
    true,
  );
  const name = path.relative(path.dirname(folder), file).split(path.sep).join("/");
  return source.statements
    .filter((statement) => ts.isVariableStatement(statement))
    .flatMap((statement) => [...statement.declarationList.declarations])
    .filter(({ initializer }) => initializer !== undefined && isMade(initializer))
    .map((declaration) => {
      const line = source.getLineAndCharacterOfPosition(declaration.getStart()).line + 1;
      const made = declaration.initializer?.getText().split("\n")[0]?.slice(0, 60) ?? "";
      return `${name}:${line} keeps "${declaration.name.getText()}" at module level: ${made}`;
    });
}

function isMade(expression: ts.Expression): boolean {
  return ts.isCallExpression(expression) || ts.isNewExpression(expression);
}
