/**
 * Loads TypeScript, compiled by esbuild: `node --require pulumi-handler-layer/register`. All files of
 * the project are compiled at once when the first one is loaded. Types are not checked. Texts that a
 * handler imports (.md, .txt, .sql) are texts here too. Plain JavaScript, since it loads the rest.
 *
 * What Node.js has compiled is kept in node_modules/.cache by the contents of the files.
 */
"use strict";

const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const OPTIONS = { format: "cjs", platform: "node", target: "node22", sourcemap: "external" };

/** Folders that hold no source, or none that is loaded here. */
const SKIPPED = new Set(["node_modules", ".git", "client", "cases"]);

function sourcesIn(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourcesIn(file);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [file] : [];
  });
}

/** The folder whose node_modules a file sees first. */
function projectOf(file) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "node_modules"))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** What files became: text before, text after, source map. */
const compiled = new Map();
const projects = new Set();

function compileProject(root) {
  projects.add(root);
  const texts = new Map(sourcesIn(root).map((file) => [file, fs.readFileSync(file, "utf8")]));
  // import.meta takes options of its own.
  const files = [...texts.keys()].filter((file) => !texts.get(file).includes("import.meta"));
  const outdir = path.join(root, "compiled");
  const build = (entryPoints) =>
    require("esbuild").buildSync({
      ...OPTIONS,
      absWorkingDir: root,
      entryPoints,
      outbase: root,
      outdir,
      write: false,
      logLevel: "silent",
    }).outputFiles;
  let outputs;
  try {
    outputs = build(files);
  } catch ({ errors = [] }) {
    // Without those that have mistakes, which they tell when they are loaded.
    const wrong = new Set(errors.map(({ location }) => path.join(root, location?.file ?? "")));
    try {
      outputs = build(files.filter((file) => !wrong.has(file)));
    } catch {
      // A file has gone meanwhile: each is compiled by itself.
      return;
    }
  }
  const byName = new Map(outputs.map((output) => [output.path, output]));
  for (const file of files) {
    const name = path.join(outdir, path.relative(root, file).replace(/\.ts$/, ".js"));
    const [code, map] = [byName.get(name), byName.get(`${name}.map`)];
    if (code === undefined) continue;
    compiled.set(file, { text: texts.get(file), code: code.text, map: map?.text ?? "" });
  }
}

/** What import.meta is in a CommonJS module. */
const IMPORT_META = {
  define: {
    "import.meta.url": "__moduleUrl",
    "import.meta.filename": "__filename",
    "import.meta.dirname": "__dirname",
  },
  banner: 'const __moduleUrl = require("node:url").pathToFileURL(__filename).href;',
};

function compileFile(file, text) {
  const { code, map } = require("esbuild").transformSync(text, {
    ...OPTIONS,
    ...(text.includes("import.meta") && IMPORT_META),
    loader: file.endsWith(".tsx") ? "tsx" : "ts",
    sourcefile: file,
    logLevel: "silent",
  });
  return { text, code, map };
}

function compile(file) {
  const text = fs.readFileSync(file, "utf8");
  if (!compiled.has(file)) {
    const root = projectOf(file);
    if (root !== undefined && !projects.has(root)) compileProject(root);
  }
  if (compiled.get(file)?.text !== text) compiled.set(file, compileFile(file, text));
  return compiled.get(file).code;
}

function loadSource(module, file) {
  module._compile(compile(file), file);
}
Module._extensions[".ts"] = loadSource;
Module._extensions[".tsx"] = loadSource;
for (const extension of [".md", ".txt", ".sql"]) {
  Module._extensions[extension] = (module, file) => {
    module.exports = fs.readFileSync(file, "utf8");
  };
}

/** Files that a specifier may stand for under `paths` of a project's tsconfig.json. */
function aliased(specifier, root) {
  if (!aliases.has(root)) {
    const { readConfigFile, sys } = require("typescript");
    const { config } = readConfigFile(path.join(root, "tsconfig.json"), sys.readFile);
    aliases.set(root, Object.entries(config?.compilerOptions?.paths ?? {}));
  }
  return aliases.get(root).flatMap(([pattern, targets]) => {
    const [start, end = ""] = pattern.split("*");
    const isExact = !pattern.includes("*");
    const matches = isExact
      ? specifier === pattern
      : specifier.startsWith(start) && specifier.endsWith(end);
    const rest = specifier.slice(start.length, specifier.length - end.length);
    return matches ? targets.map((target) => path.join(root, target.replace("*", rest))) : [];
  });
}
const aliases = new Map();

/** As TypeScript's own resolution: "./x.js" is x.ts where there is no x.js; `paths` are aliases. */
const resolve = Module._resolveFilename;
Module._resolveFilename = function resolveSource(request, parent, ...rest) {
  try {
    return resolve.call(this, request, parent, ...rest);
  } catch (error) {
    const from = parent?.filename;
    if (error.code !== "MODULE_NOT_FOUND" || from === undefined || !compiled.has(from)) throw error;
    const candidates = /^\.\.?\//.test(request)
      ? [request.replace(/\.js$/, ".ts")]
      : aliased(request, projectOf(from));
    for (const candidate of candidates) {
      try {
        return resolve.call(this, candidate, parent, ...rest);
      } catch {
        // The next one.
      }
    }
    throw error;
  }
};

const maps = new Map();

function originalFrame(text) {
  return text.replace(
    /(\/[^\s()]+\.tsx?|[A-Z]:[^\s()]+\.tsx?):(\d+):(\d+)/g,
    (frame, file, line, column) => {
      const known = compiled.get(file);
      if (known === undefined || known.map === "") return frame;
      const { originalPositionFor, TraceMap } = require("@jridgewell/trace-mapping");
      if (!maps.has(file)) maps.set(file, new TraceMap(known.map));
      const found = originalPositionFor(maps.get(file), { line: Number(line), column: column - 1 });
      return found.line === null ? frame : `${file}:${found.line}:${found.column + 1}`;
    },
  );
}

/**
 * Stack traces name lines of the sources. Not those of errors without a message: Pulumi takes the
 * stack of each resource and promise, and nobody reads them.
 */
Error.prepareStackTrace = (error, frames) => {
  const isRead = error.message !== "";
  const lines = frames.map((frame) => `\n    at ${isRead ? originalFrame(String(frame)) : frame}`);
  let head;
  try {
    head = Error.prototype.toString.call(error);
  } catch {
    head = "Error";
  }
  return `${head}${lines.join("")}`;
};

Module.enableCompileCache?.(
  path.join(
    projectOf(path.join(__dirname, "x")) ?? __dirname,
    "node_modules",
    ".cache",
    "compiled",
  ),
);
