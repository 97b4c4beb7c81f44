/** Project root: the folder of Pulumi.yaml, as the Pulumi CLI finds it. */
import * as fs from "node:fs";
import * as path from "node:path";

/** Of the working folder. */
export const PROJECT_ROOT = findRoot(process.cwd());

/** The folder of Pulumi.yaml that a folder lies in. */
export function findRoot(from: string): string {
  for (let at = from; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, "Pulumi.yaml"))) return at;
    if (at === path.dirname(at)) return from;
  }
}

/** Name and version of the project, from its package.json. */
export const PROJECT = readPackage(PROJECT_ROOT);

function readPackage(root: string): { readonly name: string; readonly version: string } {
  const file = path.join(root, "package.json");
  const { name = path.basename(root), version = "0.0.0" } = (
    fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {}
  ) as { name?: string; version?: string };
  return { name, version };
}
