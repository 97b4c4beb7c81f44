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

/** Name of the project, as Pulumi.yaml has it and resources and clients carry it, and version of its package.json. */
export const PROJECT = readProject(PROJECT_ROOT);

export function readProject(root: string): { readonly name: string; readonly version: string } {
  const { name = path.basename(root), version = "0.0.0" } = JSON.parse(
    read(root, "package.json") ?? "{}",
  ) as { name?: string; version?: string };
  // One line of YAML, so that nothing that reads all of it must be loaded.
  const line = /^name:[ \t]*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s#]+))/m.exec(
    read(root, "Pulumi.yaml") ?? "",
  );
  return { name: line?.[1] ?? line?.[2] ?? line?.[3] ?? name, version };
}

function read(root: string, name: string): string | undefined {
  const file = path.join(root, name);
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}
