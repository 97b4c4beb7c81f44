/** Versions in package.json: from exact ones to their newest patches, and back. */

export interface PackageFile {
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
}

type Versions = Readonly<Record<string, string>>;

/** One that is newer than what the project has. */
export interface Patch {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

const EXACT = /^\d+\.\d+\.\d+$/;
const LISTS = ["dependencies", "devDependencies"] as const;

/** Exact versions of a package.json, by name; without the workspace's own packages. */
export function exactVersions(file: PackageFile, own: readonly string[]): Versions {
  const all = LISTS.flatMap((list) => Object.entries(file[list] ?? {}));
  return Object.fromEntries(
    all.filter(([name, version]) => EXACT.test(version) && !own.includes(name)),
  );
}

/** The same file with the version that `choose` gives to each of these packages. */
export function withVersions<File extends PackageFile>(
  file: File,
  names: readonly string[],
  choose: (name: string, version: string) => string,
): File {
  const changed = LISTS.flatMap((list) => {
    const versions = file[list];
    if (versions === undefined) return [];
    const entries = Object.entries(versions).map(([name, version]) => [
      name,
      names.includes(name) ? choose(name, version) : version,
    ]);
    return [[list, Object.fromEntries(entries) as Versions] as const];
  });
  return { ...file, ...Object.fromEntries(changed) };
}

/** What npm takes for the same minor version, in any patch that is not older. */
export function anyPatch(version: string): string {
  return `~${version}`;
}

/** What has become newer, in the order of the names. */
export function patchesOf(before: Versions, after: Versions): readonly Patch[] {
  return Object.entries(before)
    .map(([name, from]) => ({ name, from, to: after[name] ?? from }))
    .filter(({ from, to }) => from !== to)
    .sort((one, other) => one.name.localeCompare(other.name));
}
