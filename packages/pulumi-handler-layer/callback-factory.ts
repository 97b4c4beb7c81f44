/** The text of the function that Pulumi serializes. */
import { TASK_ROOT } from "./build/files-at-run-time";

export interface CallbackModules {
  /** Statements that assign the handler to `handler`. */
  readonly text: string;
  /** Variables that they use and nowhere declare. */
  readonly undeclared: readonly string[];
}

/** Lines of `__index.js` before the function: serializeFunction wraps it in a function and a `with`. */
export const LINES_BEFORE = 5;

export function callbackFactoryText(modules: CallbackModules): string {
  const missing = unknownNames(modules);
  const head = [
    "() => {",
    '  // Evaluated once more, outside of the "with" block around this function, in which each global',
    "  // would be looked up by its name; the lines stay the same, so that stack traces are right.",
    ...(missing.length > 0 ? [`  var ${missing.join(", ")};`] : []),
    '  const { runInThisContext } = require("node:vm");',
  ];
  /** Of the function below, counted from 0. */
  const line = LINES_BEFORE + head.length + 4;
  return [
    ...head,
    `  const place = { filename: __filename, lineOffset: ${line} };`,
    "  const self = { id: __filename, filename: __filename, exports: {}, require };",
    "  return runInThisContext(`(${modules})`, place)(require, __dirname, self);",
    "",
    functionText(modules.text),
    "}",
  ].join("\n");
}

function functionText(modules: string): string {
  return `function modules(require, ${TASK_ROOT}, module) {\n"use strict";\nlet handler;\n${modules}return handler;\n}`;
}

/** What a module of Node.js has of its own; the serializer knows it. */
const OF_MODULE = ["require", "exports", "module", "__dirname", "__filename", "arguments"];

/** Globals of every Node.js that deploys. A fixed list, so that each of them emits the same text. */
const GLOBALS = [
  "AbortController AbortSignal AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array",
  "BigUint64Array Blob Boolean Buffer DOMException DataView Date Error EvalError Event EventTarget",
  "FinalizationRegistry Float32Array Float64Array FormData Function Headers Infinity Int16Array",
  "Int32Array Int8Array Intl JSON Map Math MessageChannel NaN Number Object Promise Proxy RangeError",
  "ReadableStream ReferenceError Reflect RegExp Request Response Set SharedArrayBuffer String Symbol",
  "SyntaxError TextDecoder TextEncoder TransformStream TypeError URIError URL URLSearchParams",
  "Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly",
  "WritableStream atob btoa clearImmediate clearInterval clearTimeout console crypto decodeURI",
  "decodeURIComponent encodeURI encodeURIComponent escape fetch global globalThis isFinite isNaN",
  "parseFloat parseInt performance process queueMicrotask setImmediate setInterval setTimeout",
  "structuredClone undefined unescape",
].flatMap((names) => names.split(" "));

/** What the serializer may not know, and would refuse; in Node.js it is an error when it is used. */
function unknownNames({ undeclared }: CallbackModules): readonly string[] {
  const known = new Set(["handler", TASK_ROOT, ...OF_MODULE, ...GLOBALS]);
  return undeclared.filter((name) => !known.has(name));
}
