/**
 * Bundles what a handler requires of npm packages into the files of a Lambda layer.
 *
 * The function's zip then holds the handler's own code: a change of it uploads some kB, and one
 * bundle loads in half the time of node_modules. Same handler and lockfile, same bytes, wherever the
 * clone lies. https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
 */
import { createRequire } from "node:module";
import * as path from "node:path";
import * as esbuild from "esbuild";
import {
  type BundledPackage,
  packageFolder,
  packageOf,
  packagesOf,
  thirdPartyLicenses,
} from "./bundled-packages";
import { isBuildFailure } from "./handler-modules";
import { packageName } from "./package-names";
import {
  bundlingRefusal,
  optionalAddons,
  optionalPackages,
  refuseNativeAddons,
  refuseWhatIsNotBundled,
} from "./layer-refusals";
import { keptLayer, type LayerCauses } from "./kept-layers";
import { createOrigins } from "./origins";
import type { RequiredPackage } from "./required-packages";
import { isOfTheRuntime, leavingRuntimePackages } from "./runtime-packages";

/** In the layer's nodejs folder, beside the node_modules that Lambda's NODE_PATH names. */
const BUNDLE = "bundle.js";

/** esbuild's name for the text that is bundled. */
export const ENTRY = "entry.js";

export interface LayerOptions {
  /** The project's folder, absolute: packages are resolved as its own modules would. */
  readonly root: string;
  /** Whether the AWS SDK goes into the layer, in place of the runtime's. */
  readonly bundleAwsSdk: boolean;
  /** Packages whose computed requires, and files that they read, are let through. */
  readonly allowDynamicRequire: readonly string[];
  /** Modules that export `plugins`: functions that get the handler's text and give plugins of esbuild. */
  readonly pluginModules: readonly string[];
  /** Packages that are known to do without the names of their functions, which are shortened. */
  readonly nameless: readonly string[];
}

export interface Layer {
  /** Files of the layer by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Source map of the bundle (JSON), to say which package a position belongs to. */
  readonly map: string;
  /** What `origins.ts` makes of it: the package that the handler names, for each of the sources. */
  readonly origins: Readonly<Record<string, string>>;
  /** Files that were bundled, or might have been, as paths from the project's folder. */
  readonly inputs: readonly string[];
}

type PluginModule = { readonly plugins: (handlerText: string) => readonly esbuild.Plugin[] };

/** @throws Refusal that names the package when one cannot be bundled (native addons among others). */
export async function bundleLayer(
  handlerText: string,
  required: readonly RequiredPackage[],
  options: LayerOptions,
): Promise<Layer> {
  const { root, bundleAwsSdk, allowDynamicRequire, nameless, pluginModules } = options;
  const packages = required.filter(
    ({ specifier }) => bundleAwsSdk || !isOfTheRuntime(specifier, root),
  );
  const isNameless = packages.every(({ specifier }) => nameless.includes(packageName(specifier)));
  const load = createRequire(path.join(root, "/"));
  const plugins = pluginModules.flatMap((module) => [
    ...(load(module) as PluginModule).plugins(handlerText),
  ]);
  const members = packages.map(({ members: used, ...rest }) => ({
    ...rest,
    members: used && [...used].map(([name, nested]) => [name, nested && [...nested]]),
  }));
  const causes: LayerCauses = {
    root,
    settings: {
      members,
      isNameless,
      bundleAwsSdk,
      allowDynamicRequire,
      plugins: plugins.map(({ name }) => name),
      esbuild: esbuild.version,
    },
    files: [
      ...pluginModules.map((module) => load.resolve(module)),
      path.join(root, "package-lock.json"),
      path.join(root, "node_modules", ".package-lock.json"),
    ],
  };
  return keptLayer(causes, async () => makeLayer(packages, { ...options, isNameless, plugins }));
}

interface LayerParts extends LayerOptions {
  readonly isNameless: boolean;
  readonly plugins: esbuild.Plugin[];
}

async function makeLayer(
  packages: readonly RequiredPackage[],
  { root, bundleAwsSdk, allowDynamicRequire, nameless, isNameless, plugins }: LayerParts,
): Promise<Layer> {
  const settings: Settings = {
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    // Errors are told apart by the names of their classes.
    keepNames: !isNameless,
    platform: "node",
    target: "node24",
    format: "cjs",
    legalComments: "none",
    logLevel: "silent",
    sourcemap: "external",
    sourcesContent: false,
    outfile: path.join(root, BUNDLE),
    logOverride: { [DYNAMIC_REQUIRE]: "warning" },
    plugins: bundleAwsSdk ? plugins : [leavingRuntimePackages, ...plugins],
  };
  const left = new Set<string>();
  /** Packages of which parts may be left out, and which may be loaded with the first package. */
  const divisible = packages.filter(
    ({ specifier }) =>
      nameless.includes(packageName(specifier)) || isWithoutSideEffects(specifier, root),
  );
  let result = await build(packages, settings, { left, divisible });
  // A driver for a database that is not used may be installed, and be native.
  while (leaveOut(optionalAddons(bundledInputs(result.metafile), packages, root), left)) {
    result = await build(packages, settings, { left, divisible });
  }
  const origins = createOrigins(result.metafile, packages);
  const inputs = bundledInputs(result.metafile);
  const bundled = packagesOf(inputs, root);
  refuseNativeAddons(bundled, origins);
  refuseWhatIsNotBundled(result.warnings, inputs, { root, origins, allowed: allowDynamicRequire });
  const output = (extension: string): string =>
    result.outputFiles.find(({ path: file }) => file.endsWith(extension))?.text ?? "";
  return {
    files: layerFiles(packages, output(".js"), bundled),
    map: output(".map"),
    origins: origins.byFile,
    inputs: Object.keys(result.metafile.inputs).filter((file) => file !== ENTRY),
  };
}

function layerFiles(
  packages: readonly RequiredPackage[],
  bundle: string,
  bundled: readonly BundledPackage[],
): ReadonlyMap<string, string> {
  const files = new Map([[`nodejs/${BUNDLE}`, bundle === "" ? "\n" : bundle]]);
  packages.forEach(({ specifier }, index) => {
    const file = layerPath(specifier);
    const up = path.posix.relative(path.posix.dirname(file), `nodejs/${BUNDLE}`);
    files.set(file, `module.exports = require(${JSON.stringify(up)}).${exportName(index)}();\n`);
  });
  files.set("THIRD-PARTY-LICENSES", thirdPartyLicenses(bundled));
  return files;
}

/** Whether there is more to leave out than before. */
function leaveOut(names: readonly string[], left: Set<string>): boolean {
  const before = left.size;
  for (const name of names) left.add(name);
  return left.size > before;
}

/** esbuild's name for a require whose argument is computed. */
const DYNAMIC_REQUIRE = "unsupported-require-call";

type Settings = esbuild.BuildOptions & { readonly absWorkingDir: string };
type Result = esbuild.BuildResult<{ write: false; metafile: true }>;

/** With the used members alone where that can be had, else with whole packages. */
async function build(
  packages: readonly RequiredPackage[],
  options: Settings,
  { left, divisible }: { left: Set<string>; divisible: readonly RequiredPackage[] },
): Promise<Result> {
  const { absWorkingDir: root } = options;
  const attempt = async (entire: ReadonlySet<RequiredPackage>): Promise<Result> => {
    const lines = packages.map((required, index) =>
      entire.has(required) ? entireEntry(required, index) : entryLine(required, index, root),
    );
    const stdin = { contents: lines.join("\n"), resolveDir: root, sourcefile: ENTRY };
    const external = [...left].flatMap((name) => [name, `${name}/*`]);
    return (await esbuild.build({ ...options, external, stdin })) as Result;
  };
  const entire = new Set(packages.filter((each) => !divisible.includes(each)));
  for (;;) {
    const slim = await attempt(entire).catch(() => undefined);
    // Other warnings tell of a member that is not there, or of what only an ES module can.
    if (slim?.warnings.every(({ id }) => id === DYNAMIC_REQUIRE) !== true) break;
    const others = neededEntire(slim.metafile, packages).filter((each) => !entire.has(each));
    if (others.length === 0) return slim;
    for (const each of others) entire.add(each);
  }
  // What a package requires and the project has not installed, as an optional driver, is as
  // missing in Lambda as it is here.
  for (;;) {
    try {
      return await attempt(new Set(packages));
    } catch (error) {
      if (!isBuildFailure(error)) throw error;
      if (!leaveOut(optionalModules(error, packages, root), left)) {
        throw bundlingRefusal(error, packages, root);
      }
    }
  }
}

/**
 * Packages that are bundled as CommonJS, of which nothing can be left out, or in both forms: two
 * copies would have a state and classes each, where Node.js has one.
 */
function neededEntire(
  { inputs }: esbuild.Metafile,
  packages: readonly RequiredPackage[],
): readonly RequiredPackage[] {
  const isCommonJs = ({ specifier }: RequiredPackage): boolean =>
    Object.entries(inputs).some(([file, { format }]) => {
      const folder = packageFolder(file) ?? "";
      return format === "cjs" && folder.endsWith(`node_modules/${packageName(specifier)}`);
    });
  return packages.filter(isCommonJs);
}

/** What could not be resolved or is native, and is optional, when that is all that has failed. */
function optionalModules(
  { errors }: esbuild.BuildFailure,
  packages: readonly RequiredPackage[],
  root: string,
): readonly string[] {
  const missing = errors.map(({ text, location }) => {
    if (text.includes('".node" files')) {
      return optionalPackages([location?.file ?? ""], packages, root)[0];
    }
    const specifier = /^Could not resolve "([^"]+)"/.exec(text)?.[1];
    const isOfPackage = location?.file.includes("node_modules") === true;
    const isGenerated = specifier?.startsWith(".prisma/") === true;
    return isOfPackage && !isGenerated && !specifier?.startsWith(".") ? specifier : undefined;
  });
  return missing.every((specifier) => specifier !== undefined) ? missing : [];
}

function bundledInputs(metafile: esbuild.Metafile): readonly string[] {
  return Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
}

function exportName(index: number): string {
  return `module${index}`;
}

/** As `require` gives it, when it is asked for. */
function entireEntry({ specifier }: RequiredPackage, index: number): string {
  return `export const ${exportName(index)} = () => require(${JSON.stringify(specifier)});`;
}

/** What makes a package's part of the bundle. */
function entryLine(required: RequiredPackage, index: number, root: string): string {
  const { specifier, members, isEager } = required;
  if (members === undefined || !isEager) {
    return entireEntry(required, index);
  }
  const namespace = `namespace${index}`;
  const parts: string[] = [];
  for (const [member, nested] of members) {
    if (member === "default") return entireEntry(required, index);
    if (nested === undefined || !areMembersOfTheModule(specifier, member, nested, root)) {
      parts.push(getter(member, namespace));
    } else {
      const used = [...nested].map((inner) => getter(inner, namespace));
      parts.push(`${member}: { ${used.join(", ")} }`);
    }
  }
  const object = `{ ${["__esModule: true", ...parts].join(", ")} }`;
  return `import * as ${namespace} from ${JSON.stringify(specifier)}; const made${index} = ${object}; export const ${exportName(index)} = () => made${index};`;
}

/** As an import sees it: what the module assigns later, too. */
function getter(member: string, namespace: string): string {
  return `get ${member}() { return ${namespace}.${member}; }`;
}

/** Whether a package says that nothing happens when it is loaded. */
function isWithoutSideEffects(specifier: string, root: string): boolean {
  const sideEffects = packageOf(specifier, root)?.["sideEffects"];
  return sideEffects === false || Array.isArray(sideEffects);
}

/** Whether a member repeats members of its module, as zod's `z` does: then those are enough. */
function areMembersOfTheModule(
  specifier: string,
  member: string,
  nested: ReadonlySet<string>,
  root: string,
): boolean {
  try {
    const module = createRequire(path.join(root, "/"))(specifier) as Record<string, unknown>;
    const namespace = module[member] as Record<string, unknown>;
    return [...nested].every((name) => name in module && namespace[name] === module[name]);
  } catch {
    // What does not load here is told when the handler is loaded.
    return false;
  }
}

/** Where NODE_PATH finds a specifier: `zod` as zod/index.js, `lodash/merge.js` as it is. */
function layerPath(specifier: string): string {
  // "punycode/" is the package, and not Node's own module.
  const name = specifier.replace(/\/$/, "");
  const file = name === packageName(name) ? `${name}/index.js` : name;
  return `nodejs/node_modules/${/\.c?js$/.test(file) ? file : `${file}.js`}`;
}
