/** What a layer of bundled packages cannot carry: native addons, files, names that are computed. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "acorn";
import { fullAncestor } from "acorn-walk";
import type * as esbuild from "esbuild";
import {
  type BundledPackage,
  packageFolder,
  packageOf,
  packagesOf,
  readDescription,
} from "./bundled-packages";
import { packageName } from "./package-names";
import type { Origins } from "./origins";
import { Refusal } from "./refusal";
import type { RequiredPackage } from "./required-packages";

/** Packages that look for a native addon when they are loaded, which a bundler does not see. */
const ADDON_LOADERS = ["bindings", "node-gyp-build", "@mapbox/node-pre-gyp", "prebuild-install"];

const WITHOUT_ADDON =
  "has a native addon, which cannot be bundled for Lambda: use a package without one.";

function isNative({ name, folder }: BundledPackage): boolean {
  const isBuilt = fs.existsSync(path.join(folder, "binding.gyp"));
  return isBuilt || ADDON_LOADERS.includes(name) || hasBinaries(folder);
}

/** Names of the packages of files that no package of the handler depends on. */
export function optionalPackages(
  files: readonly string[],
  packages: readonly RequiredPackage[],
  root: string,
): readonly string[] {
  return unneeded(files, packages, root).map(({ name }) => name);
}

/** The same of native packages alone. */
export function optionalAddons(
  files: readonly string[],
  packages: readonly RequiredPackage[],
  root: string,
): readonly string[] {
  return unneeded(files, packages, root)
    .filter(isNative)
    .map(({ name }) => name);
}

function unneeded(
  files: readonly string[],
  packages: readonly RequiredPackage[],
  root: string,
): readonly BundledPackage[] {
  const isNeeded = ({ folder }: BundledPackage): boolean =>
    packages.some(({ specifier }) => needs(packageName(specifier), folder, root));
  return packagesOf(files, root).filter((bundled) => !isNeeded(bundled));
}

/** @throws Refusal that names the package. */
export function refuseNativeAddons(packages: readonly BundledPackage[], origins: Origins): void {
  const culprit = packages.find(isNative);
  if (culprit === undefined) return;
  throw new Refusal(
    `${naming(culprit, origins)} ${WITHOUT_ADDON}`,
    origins.ofFolder(culprit.folder),
  );
}

/** Whether it brings one of several packages that are each for one system, as sharp does. */
function hasBinaries(folder: string): boolean {
  const { optionalDependencies = {} } = readDescription(folder) ?? {};
  return Object.keys(optionalDependencies as object).some((name) => {
    const description = packageOf(name, folder);
    return description !== undefined && "cpu" in description && "os" in description;
  });
}

interface Bundled {
  readonly root: string;
  readonly origins: Origins;
  /** Names of packages that are let through. */
  readonly allowed: readonly string[];
}

/** @throws Refusal for a package that requires or reads what only it knows, and would not find. */
export function refuseWhatIsNotBundled(
  warnings: readonly esbuild.Message[],
  inputs: readonly string[],
  bundled: Bundled,
): void {
  const isAllowed = ({ name }: BundledPackage): boolean =>
    bundled.allowed.includes(name) || bundled.allowed.includes(typedName(name, bundled));
  for (const { id, location } of warnings) {
    const [culprit] = packagesOf([location?.file ?? ""], bundled.root);
    if (id !== "unsupported-require-call" || culprit === undefined || isAllowed(culprit)) continue;
    if (location !== null && requiresWhatItIsGiven(location, bundled.root)) continue;
    const at = `${location?.file ?? ""}:${location?.line ?? 0}`;
    throw new Refusal(
      `${naming(culprit, bundled.origins)} calls require with a computed name (${at}), which finds nothing in Lambda. Import the module of it that you need, or use another package; if it does without what it requires there: pulumi config set allowDynamicRequire ${culprit.name}`,
      bundled.origins.ofFolder(culprit.folder),
    );
  }
  for (const file of inputs) {
    const [culprit] = packagesOf([file], bundled.root);
    if (culprit === undefined || isAllowed(culprit)) continue;
    const line = lineThatReads(path.resolve(bundled.root, file));
    if (line === undefined) continue;
    throw new Refusal(
      `${naming(culprit, bundled.origins)} reads files of its own when it runs (${file}:${line}), which a bundle does not carry. Use another package; if it does without them: pulumi config set allowDynamicRequire ${culprit.name}`,
      bundled.origins.ofFolder(culprit.folder),
    );
  }

  function typedName(name: string, { origins, root }: Bundled): string {
    return origins.ofFolder(path.join(root, "node_modules", name));
  }
}

/** Whether the name comes from whoever calls, as a file of migrations: not a file of the package. */
function requiresWhatItIsGiven({ file, line }: esbuild.Location, root: string): boolean {
  const text = fs.readFileSync(path.resolve(root, file), "utf8");
  let isGiven = false;
  try {
    const program = parse(text, {
      ecmaVersion: "latest",
      sourceType: /^\s*(import|export)\b/m.test(text) ? "module" : "script",
      allowHashBang: true,
      allowReturnOutsideFunction: true,
      locations: true,
    });
    fullAncestor(program, (node, _state, ancestors) => {
      if (node.type !== "CallExpression" || node.loc?.start.line !== line) return;
      const {
        callee,
        arguments: [argument],
      } = node;
      if (callee.type !== "Identifier" || callee.name !== "require") return;
      if (argument?.type !== "Identifier") return;
      isGiven = ancestors.some(
        (outer) =>
          "params" in outer &&
          outer.params.some((given) => given.type === "Identifier" && given.name === argument.name),
      );
    });
  } catch {
    // Not to be read: refused.
  }
  return isGiven;
}

/** Line of a call that reads a file beside the module. */
function lineThatReads(file: string): number | undefined {
  const text = fs.readFileSync(file, "utf8");
  if (!/\b(__dirname|import\.meta\.url)\b/.test(text)) return undefined;
  const read =
    /\b(readFile|readFileSync|createReadStream|readdirSync|readdir|openSync)\s*\([^;]{0,200}\b(__dirname|import\.meta\.url)\b/.exec(
      text,
    );
  return read === null ? undefined : text.slice(0, read.index).split("\n").length;
}

function naming({ name, folder }: BundledPackage, origins: Origins): string {
  const typed = origins.ofFolder(folder);
  return typed === name
    ? `The package "${name}", which the handler requires,`
    : `The package "${typed}", which the handler requires, needs "${name}", which`;
}

/** Names the package that could not be bundled, and the way out. */
export function bundlingRefusal(
  failure: esbuild.BuildFailure,
  packages: readonly RequiredPackage[],
  root: string,
): Refusal {
  const [error] = failure.errors;
  const file = error?.location?.file ?? "";
  const missing = /Could not resolve "([^"]+)"/.exec(error?.text ?? "")?.[1];
  const names = packages.map(({ specifier }) => packageName(specifier));
  const typed = names.find((name) => needs(name, packageFolder(file), root));
  const [culprit] = packagesOf([file], root);
  const name = typed ?? culprit?.name ?? missing ?? names.join(", ");
  const subject = `The package "${name}", which the handler requires,`;
  if (missing?.startsWith(".prisma/") === true) {
    return new Refusal(`${subject} has no generated client. Run: npx prisma generate`, name);
  }
  if (file.endsWith(".node") || /"\.node" files/.test(error?.text ?? "")) {
    return new Refusal(`${subject} ${WITHOUT_ADDON}`, name);
  }
  const reason = `${error?.text ?? failure.message} (${file}:${error?.location?.line ?? 0})`;
  const wayOut = `Install what is missing (npm install ${packageName(missing ?? name)}), or use another package.`;
  return new Refusal(`${subject} cannot be bundled for Lambda: ${reason}\n${wayOut}`, name);
}

/** Whether a package is in a folder, or depends on one that is. */
function needs(name: string, folder: string | undefined, root: string): boolean {
  if (folder === undefined) return false;
  const known = new Set<string>();
  const waiting = [{ name, from: root }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const place = folderOf(next.name, next.from);
    if (place === undefined || known.has(place)) continue;
    known.add(place);
    if (place === path.resolve(root, folder)) return true;
    const { dependencies = {}, optionalDependencies = {} } = readDescription(place) ?? {};
    const all = { ...(dependencies as object), ...(optionalDependencies as object) };
    waiting.push(...Object.keys(all).map((dependency) => ({ name: dependency, from: place })));
  }
  return false;
}

function folderOf(name: string, from: string): string | undefined {
  for (let at = from; ; at = path.dirname(at)) {
    const folder = path.join(at, "node_modules", name);
    if (fs.existsSync(folder)) return folder;
    if (at === path.dirname(at)) return undefined;
  }
}
