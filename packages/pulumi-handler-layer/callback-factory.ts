/** The text of the function that Pulumi serializes. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- Pulumi's own reading of a function has no types
const { parseFunction } = require("@pulumi/pulumi/runtime/closure/parseFunction") as {
  parseFunction: (text: string) => readonly [error: string, parsed: ParsedFunction];
};

interface ParsedFunction {
  readonly capturedVariables: { readonly required: ReadonlyMap<string, unknown> };
}

/** Lines of `__index.js` before the function: serializeFunction wraps it in a function and a `with`. */
export const LINES_BEFORE = 5;

/** @param modules statements that assign the handler to `handler`. */
export function callbackFactoryText(modules: string): string {
  const missing = unknownNames(modules);
  const head = [
    "() => {",
    '  // Evaluated once more, outside of the "with" block around this function, in which each global',
    "  // would be looked up by its name; the lines stay the same, so that stack traces are right.",
    ...(missing.length > 0 ? [`  var ${missing.join(", ")};`] : []),
    '  const { runInThisContext } = require("node:vm");',
  ];
  /** Of the function below, counted from 0. */
  const line = LINES_BEFORE + head.length + 3;
  return [
    ...head,
    `  const place = { filename: __filename, lineOffset: ${line} };`,
    "  return runInThisContext(`(${modules})`, place)(require, __dirname);",
    "",
    functionText(modules),
    "}",
  ].join("\n");
}

function functionText(modules: string): string {
  return `function modules(require, taskRoot) {\n"use strict";\nlet handler;\n${modules}return handler;\n}`;
}

/** Variables that nothing declares here: in Node.js an error when they are used, to the serializer at once. */
function unknownNames(modules: string): string[] {
  const [error, { capturedVariables }] = parseFunction(functionText(modules));
  if (error !== "") throw new Error(`the bundled handler cannot be read: ${error}`);
  const ofModule = ["require", "exports", "module", "__dirname", "__filename", "this", "arguments"];
  return [...capturedVariables.required.keys()].filter(
    (name) => !(name in globalThis) && !ofModule.includes(name),
  );
}
