/** The project's name in the files that have it, where it is not read from Pulumi.yaml. */
import * as fs from "node:fs";
import * as path from "node:path";
import { readProject } from "pulumi-local";
import type { Identity } from "./own-texts";

/** Name and description as Pulumi.yaml has them. */
export function readIdentity(root: string): Identity {
  const text = fs.readFileSync(path.join(root, "Pulumi.yaml"), "utf8");
  const value = (key: string): string | undefined => {
    const found = new RegExp(`^${key}:\\s*(.+)$`, "m").exec(text)?.[1]?.trim();
    return found?.replace(/^(["'])(.*)\1$/, "$2");
  };
  const { name } = readProject(root);
  return { name, description: value("description") ?? name };
}

type Edit = (text: string) => string;

/**
 * @param before the name that the settings of stacks have now.
 * @param gone paths that were removed: scripts that name one go too.
 * @returns the files that have changed.
 */
export function rename(
  root: string,
  before: string,
  { identity, gone }: { readonly identity: Identity; readonly gone: readonly string[] },
): readonly string[] {
  const { name } = identity;
  const stackFiles = fs.readdirSync(root).filter((file) => /^Pulumi\..+\.yaml$/.test(file));
  // Settings are "<project>:<key>", in comments too.
  const key = new RegExp(`(?<![\\w-])${before}:(?=[A-Za-z])`, "g");
  const ofSettings: Edit = (text) => text.replaceAll(key, `${name}:`);
  const edits: readonly (readonly [string, Edit])[] = [
    ["Pulumi.yaml", (text) => text.replace(/^name:.*$/m, `name: ${name}`)],
    ["package.json", (text) => packageText(text, { identity, gone })],
    ["package-lock.json", (text) => lockText(text, name)],
    ...stackFiles.map((file) => [file, ofSettings] as const),
  ];
  return edits.flatMap(([file, edit]) => {
    const at = path.join(root, file);
    if (!fs.existsSync(at)) return [];
    const text = fs.readFileSync(at, "utf8");
    const edited = edit(text);
    if (edited === text) return [];
    fs.writeFileSync(at, edited);
    return [file];
  });
}

interface PackageFile {
  readonly scripts?: Readonly<Record<string, string>>;
}

/** https://docs.npmjs.com/cli/v11/configuring-npm/package-json#name */
function packageText(
  text: string,
  { identity, gone }: { readonly identity: Identity; readonly gone: readonly string[] },
): string {
  const file = JSON.parse(text) as PackageFile;
  const scripts = Object.entries(file.scripts ?? {}).filter(
    ([, command]) => !gone.some((each) => command.includes(each)),
  );
  const { name, description } = identity;
  const own = {
    ...file,
    name: name.toLowerCase(),
    description,
    scripts: Object.fromEntries(scripts),
  };
  return `${JSON.stringify(own, null, 2)}\n`;
}

function lockText(text: string, name: string): string {
  const lock = JSON.parse(text) as { packages?: Record<string, object> };
  const root = lock.packages?.[""];
  const named = { ...lock, name: name.toLowerCase() };
  if (root !== undefined) {
    named.packages = { ...lock.packages, "": { ...root, name: name.toLowerCase() } };
  }
  return `${JSON.stringify(named, null, 2)}\n`;
}
