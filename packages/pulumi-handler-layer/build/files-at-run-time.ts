/**
 * Files that a handler's module reads beside itself when it runs. Named by a literal
 * (`path.join(__dirname, "x.csv")`, `new URL("./x.csv", import.meta.url)`) they are shipped, at the
 * same path below the function's folder; named in another way they would be missing in Lambda, and
 * are refused. A module's own name and folder are what they are in Node.js, below that folder.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type * as esbuild from "esbuild";
import { findFiles, Misplaced } from "./named-files";

/** Variable around the bundled modules: the folder that the function's archive lies in. */
export const TASK_ROOT = "taskRoot";

/** What esbuild writes for the names that a module has for itself; `withOwnNames` declares them. */
export const OWN_NAMES: Readonly<Record<string, string>> = {
  "import.meta.url": "__moduleUrl",
  "import.meta.filename": "__moduleFilename",
  "import.meta.dirname": "__moduleDirname",
  __filename: "__moduleFilename",
  __dirname: "__moduleDirname",
};

const MENTIONS =
  /\b(__dirname|__filename|import\.meta|process\.cwd|createRequire|require\.resolve)\b|["'](node:)?(fs|path)(\/\w+)?["']/;

/** @param onFile receives the files and folders to ship, as paths from the project's folder. */
export function filesAtRunTime(root: string, onFile: (file: string) => void): esbuild.Plugin {
  return {
    name: "files-at-run-time",
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, ({ path: file }) => {
        if (/[\\/]node_modules[\\/]/.test(file)) return undefined;
        const text = fs.readFileSync(file, "utf8");
        const computed = findComputedPath(text);
        if (computed !== undefined) return { errors: [inFile(computed, file, root)] };
        if (!MENTIONS.test(text)) return undefined;
        try {
          for (const named of findFiles(file, text, root)) onFile(named);
        } catch (error) {
          if (!(error instanceof Misplaced)) throw error;
          return { errors: [{ text: error.message, location: error.location }] };
        }
        const contents = withOwnNames(file, text, root);
        return { contents, loader: loaderOf(file), resolveDir: path.dirname(file) };
      });
    },
  };
}

/**
 * A module that is loaded by a path of which a part is computed, and its extension is not written:
 * esbuild bundles what may be meant by their file names, and finds nothing without the extension.
 */
function findComputedPath(text: string): number | undefined {
  const calls = text.matchAll(
    /\b(?:import|require)\s*\(\s*(?:`(\.{1,2}\/[^`]*\$\{[^`]*)`|["']\.{1,2}\/[^"'\n]*["']\s*\+([^)\n]*))/g,
  );
  for (const { index, 1: template, 2: sum } of calls) {
    if (!/\.\w+["'\s]*$/.test(template ?? sum ?? "")) return index;
  }
  return undefined;
}

function inFile(index: number, file: string, root: string): esbuild.PartialMessage {
  const lines = fs.readFileSync(file, "utf8").slice(0, index).split("\n");
  const location = {
    file: path.relative(root, file).split(path.sep).join("/"),
    line: lines.length,
    column: lines.at(-1)?.length ?? 0,
  };
  const text =
    "a module is loaded by a path without its extension, of which a part is made when this runs: nothing would be found in Lambda. Write the extension into the path, or import each module and choose among them.";
  return { text, location };
}

function loaderOf(file: string): esbuild.Loader {
  const [, kind = "j", jsx = ""] = /\.[cm]?([jt])s(x?)$/.exec(file) ?? [];
  return `${kind}s${jsx}` as esbuild.Loader;
}

/** Declares on the first line what OWN_NAMES stand for; the lines stay where they are. */
function withOwnNames(file: string, text: string, root: string): string {
  const name = path.relative(root, file).split(path.sep).join("/");
  const folder = path.posix.dirname(name);
  const below = (place: string): string =>
    place === "." ? TASK_ROOT : `${TASK_ROOT} + ${JSON.stringify(`/${place}`)}`;
  const declarations = [
    /\b(__dirname|import\.meta\.dirname)\b/.test(text) &&
      `const __moduleDirname = ${below(folder)};`,
    /\b(__filename|import\.meta\.(url|filename))\b/.test(text) &&
      `const __moduleFilename = ${below(name)};`,
    /\bimport\.meta\.url\b/.test(text) &&
      `const __moduleUrl = require("node:url").pathToFileURL(__moduleFilename).href;`,
  ].filter((declaration) => declaration !== false);
  const shebang = /^#![^\n]*\n/.exec(text)?.[0] ?? "";
  return [shebang, ...declarations, text.slice(shebang.length)].join(" ");
}
