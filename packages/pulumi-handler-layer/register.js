/**
 * Loads TypeScript, compiled by esbuild: `node --require pulumi-handler-layer/register`. All sources
 * of the project are compiled at once when the first one is loaded, and all its tests with the first
 * test. Types are not checked. Texts that a handler imports (.md, .txt, .sql, .html) are texts here too.
 * Plain JavaScript, since it loads the rest.
 *
 * What was compiled is kept in the project's folder .cache, by the contents of the files. (Not in
 * node_modules: npm's own record of what is installed would be out of date, and Pulumi's look
 * through the packages of a function take twice as long.)
 */
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

/** The folder whose node_modules a file sees first. */
function projectOf(file) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "node_modules"))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

function cacheFolder(root) {
  return path.join(root, ".cache");
}

// Of JavaScript, Node.js keeps what it has compiled.
const ownRoot = projectOf(path.join(process.cwd(), "package.json"));
if (ownRoot !== undefined) Module.enableCompileCache?.(path.join(cacheFolder(ownRoot), "node"));

const OPTIONS = {
  format: "cjs",
  platform: "node",
  target: "node22",
  sourcemap: "external",
  // import("./x") finds sources as require does.
  supported: { "dynamic-import": false },
};

/** Folders that hold no source, or none that is loaded here. */
const SKIPPED = new Set(["node_modules", ".git", ".cache", "client", "cases", "peers"]);

/** Tests and benchmarks are many, and the program does without them. */
const isTest = (file) => /[\\/](tests|testing|bench)[\\/]/.test(file);

function sourcesIn(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourcesIn(file);
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [file] : [];
  });
}

/** What files became: hash of the text before, text after, source map. */
const compiled = new Map();
const known = new Set();

const hashOf = (text) => createHash("sha256").update(text).digest("hex");

/** Changes with what compiles, and how. */
function ownVersion() {
  const { version } = require("esbuild/package.json");
  return hashOf(`${version} ${fs.readFileSync(__filename, "utf8")}`).slice(0, 12);
}

/** Compiles what belongs together with a file, as far as it has changed since it was last compiled. */
function compileWith(file) {
  const root = projectOf(file);
  const group = isTest(file) ? "tests" : "sources";
  if (root === undefined || known.has(`${root} ${group}`)) return;
  known.add(`${root} ${group}`);
  const kept = path.join(cacheFolder(root), `${group}-${ownVersion()}.json`);
  const before = readKept(kept);
  const after = {};
  const changed = [];
  for (const source of sourcesIn(root).filter((name) => isTest(name) === isTest(file))) {
    const text = fs.readFileSync(source, "utf8");
    // import.meta takes options of its own.
    if (text.includes("import.meta")) continue;
    const name = path.relative(root, source);
    if (before[name]?.hash === hashOf(text)) after[name] = before[name];
    else changed.push(source);
  }
  if (changed.length > 0) {
    Object.assign(after, compileAll(root, changed));
    keep(kept, after);
  }
  for (const [name, output] of Object.entries(after)) compiled.set(path.join(root, name), output);
}

function readKept(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

/** For the next process; one that reads meanwhile finds all or nothing. */
function keep(file, outputs) {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(`${file}.${process.pid}`, JSON.stringify(outputs));
    fs.renameSync(`${file}.${process.pid}`, file);
    const [group] = path.basename(file).split("-");
    for (const name of fs.readdirSync(path.dirname(file))) {
      const other = path.join(path.dirname(file), name);
      if (name.startsWith(`${group}-`) && other !== file) fs.rmSync(other, { force: true });
    }
  } catch {
    // A folder that cannot be written to: compiled anew each time.
  }
}

function compileAll(root, files) {
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
  let outputFiles;
  try {
    outputFiles = build(files);
  } catch ({ errors = [] }) {
    // Without those that have mistakes, which they tell when they are loaded.
    const wrong = new Set(errors.map(({ location }) => path.join(root, location?.file ?? "")));
    try {
      outputFiles = build(files.filter((file) => !wrong.has(file)));
    } catch {
      // A file has gone meanwhile: each is compiled by itself.
      return {};
    }
  }
  const byName = new Map(outputFiles.map((output) => [output.path, output.text]));
  const outputs = {};
  for (const file of files) {
    const name = path.join(outdir, path.relative(root, file).replace(/\.ts$/, ".js"));
    const code = byName.get(name);
    if (code === undefined) continue;
    const hash = hashOf(fs.readFileSync(file, "utf8"));
    outputs[path.relative(root, file)] = { hash, code, map: byName.get(`${name}.map`) ?? "" };
  }
  return outputs;
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
  return { hash: hashOf(text), code, map };
}

/** What a file of TypeScript is in JavaScript (CommonJS). */
function compile(file) {
  const text = fs.readFileSync(file, "utf8");
  if (!compiled.has(file)) compileWith(file);
  if (compiled.get(file)?.hash !== hashOf(text)) compiled.set(file, compileFile(file, text));
  return compiled.get(file).code;
}
exports.compile = compile;

function loadSource(module, file) {
  module._compile(compile(file), file);
}
Module._extensions[".ts"] = loadSource;
Module._extensions[".tsx"] = loadSource;
for (const extension of [".md", ".txt", ".sql", ".html"]) {
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
