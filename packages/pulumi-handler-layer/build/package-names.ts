/** Names of packages, and where a handler imports them. */

/** "@scope/name" of "@scope/name/sub/path". */
export function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Where the handler imports a package, or a module of it. */
export function importOf(
  name: string | undefined,
  packages: Readonly<Record<string, string>>,
): string | undefined {
  const specifier = Object.keys(packages).find((candidate) => packageName(candidate) === name);
  return specifier === undefined ? undefined : packages[specifier];
}
