/** The packages whose files are in a bundle: their licenses, and what they must not have. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly folder: string;
}

/**
 * The packages of files, sorted by name.
 *
 * @param files paths from `root`, as esbuild names them.
 */
export function packagesOf(files: readonly string[], root: string): BundledPackage[] {
  const folders = new Set(
    files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  return [...folders].sort().map((folder) => {
    const absolute = path.resolve(root, folder);
    const text = fs.readFileSync(path.join(absolute, "package.json"), "utf8");
    const { name, version, license } = JSON.parse(text) as Record<string, unknown>;
    return {
      name: String(name),
      version: String(version),
      license: typeof license === "string" ? license : "see its files",
      folder: absolute,
    };
  });
}

/** Packages that look for a native addon when they are loaded, which a bundler does not see. */
const ADDON_LOADERS = ["bindings", "node-gyp-build", "@mapbox/node-pre-gyp", "prebuild-install"];

/** @throws RunError that names the package. */
export function refuseNativeAddons(packages: readonly BundledPackage[]): void {
  const addon = packages.find(({ folder }) => fs.existsSync(path.join(folder, "binding.gyp")));
  const loader = packages.find(({ name }) => ADDON_LOADERS.includes(name));
  const culprit = addon ?? loader;
  if (culprit === undefined) return;
  throw new pulumi.RunError(
    `The package "${culprit.name}", which the handler requires, has a native addon, which cannot be bundled for Lambda: use a package without one.`,
  );
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
