/**
 * Bundles a handler's own modules with esbuild into one text. What comes from npm packages is left
 * as `require("...")`, for the layer; JSON and text files are part of the text.
 */
import * as fs from "node:fs";
import { isBuiltin } from "node:module";
import * as path from "node:path";
import * as esbuild from "esbuild";
import { filesAtRunTime, OWN_NAMES } from "./files-at-run-time";
import { packageName } from "./package-names";
import { Refusal } from "./refusal";
import { hasRenamedFunctions } from "./renamed-functions";
import { isOfTheRuntime } from "./runtime-packages";
import { undeclaredNames } from "./undeclared-names";

export interface HandlerModules {
  /** Statements that assign the handler to a variable called `handler`. */
  readonly text: string;
  /** Source map of the text (version 3, JSON); sources are paths from the project's folder. */
  readonly map: string;
  /** Variables that the text uses and nowhere declares. */
  readonly undeclared: readonly string[];
  /** The modules and what they import of this project, absolute. */
  readonly inputs: readonly string[];
  /** Specifiers of packages, each with where it is first imported: "handlers/tools/add.ts:2". */
  readonly packages: Readonly<Record<string, string>>;
  /** Files and folders that the modules read when they run, as paths from the project's folder. */
  readonly files: readonly string[];
}

export interface HandlerEntry {
  /** The project's folder, absolute. */
  readonly root: string;
  /** The module, as a path from it: "handlers/mcp.ts". */
  readonly module: string;
  /** Name of the exported function that makes the handler. */
  readonly export: string;
}

/** Imported as texts; handlers/text-modules.d.ts declares their types. */
const TEXT_FILES = [".md", ".txt", ".sql", ".html"];

/** @throws Refusal */
export async function bundleModules(entry: HandlerEntry): Promise<HandlerModules> {
  // A function or class is renamed where two modules have the same name for it, and where a class
  // names itself. It keeps what `name` says; the calls for that are left out where nothing needs them.
  const [plain, named] = await Promise.all([build(entry, false), build(entry, true)]);
  return hasRenamedFunctions(named.text) ? named : plain;
}

async function build(entry: HandlerEntry, keepNames: boolean): Promise<HandlerModules> {
  const { root, module, export: factory } = entry;
  const packages = new Map<string, string>();
  const files = new Set<string>();
  const specifier = JSON.stringify(`./${module.split(path.sep).join("/")}`);
  try {
    const { outputFiles, warnings, metafile } = await esbuild.build({
      absWorkingDir: root,
      stdin: {
        contents: `import { ${factory} } from ${specifier};\n\nhandler = ${factory}();\n`,
        resolveDir: root,
        sourcefile: "callback factory",
      },
      outfile: path.join(root, "__index.js"),
      bundle: true,
      write: false,
      metafile: true,
      platform: "node",
      target: "node24",
      format: "cjs",
      charset: "utf8",
      keepNames,
      // As Node.js, which runs what nothing needs, too.
      ignoreAnnotations: true,
      legalComments: "none",
      logLevel: "silent",
      sourcemap: "external",
      sourcesContent: false,
      // A package is found in the layer by require alone.
      supported: { "dynamic-import": false },
      loader: Object.fromEntries(TEXT_FILES.map((extension) => [extension, "text" as const])),
      logOverride: Object.fromEntries(COMPUTED_NAMES.map((id) => [id, "warning" as const])),
      define: OWN_NAMES,
      plugins: [
        leavingPackages(root, (name, importer) => {
          if (!packages.has(name)) packages.set(name, importLine(name, importer, root));
        }),
        filesAtRunTime(root, (file) => files.add(file)),
      ],
    });
    refuseComputedNames(warnings);
    const output = (extension: string): string =>
      outputFiles.find(({ path: file }) => file.endsWith(extension))?.text ?? "";
    const modules = withoutDirective(output(".js"), output(".map"));
    return {
      ...modules,
      undeclared: undeclaredNames(modules.text),
      inputs: Object.keys(metafile.inputs).map((file) => path.join(root, file)),
      packages: Object.fromEntries([...packages].sort()),
      files: [...files].sort(),
    };
  } catch (error) {
    throw isBuildFailure(error) ? explain(error) : error;
  }
}

/** Without the "use strict" on its first line, which the function around it has. */
function withoutDirective(text: string, map: string): Pick<HandlerModules, "text" | "map"> {
  const directive = '"use strict";\n';
  if (!text.startsWith(directive)) return { text, map };
  const parsed = JSON.parse(map) as { mappings: string };
  const mappings = parsed.mappings.replace(/^;/, "");
  return { text: text.slice(directive.length), map: JSON.stringify({ ...parsed, mappings }) };
}

/** Leaves imports of installed packages as they are; a path alias of tsconfig.json is none. */
function leavingPackages(
  root: string,
  onPackage: (specifier: string, importer: string) => void,
): esbuild.Plugin {
  return {
    name: "leaving-packages",
    setup(build) {
      // Neither "./x" nor "#x".
      build.onResolve({ filter: /^[^./#]/ }, async ({ path: specifier, ...args }) => {
        const { kind, resolveDir } = args;
        if (args.pluginData === RESOLVING || kind === "entry-point" || path.isAbsolute(specifier)) {
          return undefined;
        }
        // Data of a package is part of the text: its package.json would give the layer its exports.
        if (specifier.endsWith(".json")) return undefined;
        if (specifier.startsWith("@pulumi/")) return { errors: [{ text: OF_DEPLOYMENT }] };
        if (isBuiltin(specifier)) return { path: specifier, external: true };
        if (!isInstalled(specifier, resolveDir) && !isOfTheRuntime(specifier, resolveDir)) {
          return undefined;
        }
        const found = await build.resolve(specifier, { resolveDir, kind, pluginData: RESOLVING });
        if (isOwnFile(found.path, root)) return undefined;
        onPackage(specifier, args.importer);
        return { path: specifier, external: true };
      });
    },
  };
}

const RESOLVING = Symbol("resolving");

const OF_DEPLOYMENT =
  "this runs in Lambda, where there is no Pulumi: what the handler must know of the deployment reaches it by environment variables (infra/tool-access.ts). Types may be imported: import type";

/** Where a module imports a package, for messages about the package. */
function importLine(specifier: string, importer: string, root: string): string {
  const name = path.relative(root, importer).split(path.sep).join("/");
  const lines = fs.existsSync(importer) ? fs.readFileSync(importer, "utf8").split("\n") : [];
  const line = lines.findIndex(
    (text) => text.includes(`"${specifier}"`) || text.includes(`'${specifier}'`),
  );
  return `${name}:${line + 1}`;
}

/** Whether a folder of the package's name lies where Node.js would look for it. */
function isInstalled(specifier: string, from: string): boolean {
  for (let at = from; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, "node_modules", packageName(specifier)))) return true;
    if (at === path.dirname(at)) return false;
  }
}

/** Whether it is a file of the project and of none of its packages. */
function isOwnFile(file: string, root: string): boolean {
  const fromRoot = path.relative(root, file);
  const isInside = file !== "" && !fromRoot.startsWith("..") && !path.isAbsolute(fromRoot);
  return isInside && !/(^|[\\/])(node_modules|packages)[\\/]/.test(fromRoot);
}

/** esbuild's names for a require and an import whose argument is computed, and for what hides one. */
const COMPUTED_NAMES = [
  "unsupported-require-call",
  "unsupported-dynamic-import",
  "indirect-require",
];

function refuseComputedNames(warnings: readonly esbuild.Message[]): void {
  const warning = warnings.find(({ id }) => COMPUTED_NAMES.includes(id));
  if (warning === undefined) return;
  throw new Refusal(
    `${place(warning)}: a module is loaded by a name that is made when it runs, and nothing of that name would be in Lambda. Write the name as text, or import each module and choose among them.`,
  );
}

export function isBuildFailure(error: unknown): error is esbuild.BuildFailure {
  return error instanceof Error && Array.isArray((error as Partial<esbuild.BuildFailure>).errors);
}

/** "handlers/tools/add.ts:3:10" of a message. */
function place({ location }: Pick<esbuild.Message, "location">): string {
  if (location === null) return "the handler";
  return `${location.file}:${location.line}:${location.column + 1}`;
}

function explain(failure: esbuild.BuildFailure): Refusal {
  const lines = failure.errors.map((error) => {
    const missing = /^Could not resolve "([^"]+)"/.exec(error.text)?.[1];
    const reason = missing === undefined ? error.text : describeMissing(missing);
    return `${place(error)}: ${reason}${wayOut(error.text)}`;
  });
  return new Refusal(lines.join("\n"));
}

function describeMissing(specifier: string): string {
  if (specifier.includes("prisma")) {
    return `"${specifier}" is not there: Prisma's client has not been generated. Run: npx prisma generate`;
  }
  if (/^\.\.?\//.test(specifier)) return `there is no module "${specifier}".`;
  const name = packageName(specifier);
  return `the package "${name}" is not installed. Install it: npm install ${name}`;
}

/** What esbuild's message leaves open. */
function wayOut(text: string): string {
  if (/"await" can only be used|Top-level await/.test(text)) {
    return ". What a tool must wait for, it awaits when it is called: keep the promise at module level, and await it in run.";
  }
  if (text.includes('No loader is configured for ".node" files')) {
    return ". A native addon cannot be bundled for Lambda: use a package without one.";
  }
  if (text.includes("No loader is configured")) {
    return `. Import ${TEXT_FILES.join(", ")} files as texts and .json as data; read any other file by path.join(__dirname, "name"), and it is shipped with the function.`;
  }
  return "";
}
