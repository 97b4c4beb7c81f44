/** The packages whose files are in a bundle, and their licenses. */
import * as fs from "node:fs";
import * as path from "node:path";
import { packageName } from "./package-names";

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly folder: string;
}

type Description = Readonly<Record<string, unknown>>;

/**
 * The packages of files, sorted by name.
 *
 * @param files paths from `root`, as esbuild names them.
 */
export function packagesOf(files: readonly string[], root: string): BundledPackage[] {
  const folders = new Set(files.flatMap((file) => packageFolder(file) ?? []));
  return [...folders].sort().map((folder) => {
    const absolute = path.resolve(root, folder);
    const { name, version, license } = readDescription(absolute) ?? {};
    return {
      name: String(name),
      version: String(version),
      license: typeof license === "string" ? license : "see its files",
      folder: absolute,
    };
  });
}

/** Folder of the package that a file belongs to; undefined for the project's own. */
export function packageFolder(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.split(path.sep).join("/"))?.[0];
}

/** package.json of the package that a specifier names, as a module in a folder would find it. */
export function packageOf(specifier: string, from: string): Description | undefined {
  for (let at = from; ; at = path.dirname(at)) {
    const found = readDescription(path.join(at, "node_modules", packageName(specifier)));
    if (found !== undefined || at === path.dirname(at)) return found;
  }
}

export function readDescription(folder: string): Description | undefined {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as Description;
  } catch {
    return undefined;
  }
}

/** Names, versions and license texts, as most licenses demand them beside the code. */
export function thirdPartyLicenses(packages: readonly BundledPackage[]): string {
  const sections = packages.map(({ name, version, license, folder }) => {
    const text = licenseTexts(folder).join("\n\n").trim();
    return `${name} ${version}\nLicense: ${license}\n\n${text}`.trim();
  });
  return `${["This layer contains these packages:", ...sections].join(`\n\n${"-".repeat(72)}\n\n`)}\n`;
}

function licenseTexts(folder: string): string[] {
  return fs
    .readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)(\.|$)/i.test(file))
    .sort()
    .map((file) => fs.readFileSync(path.join(folder, file), "utf8").replace(/\r\n/g, "\n").trim());
}
