/** What Lambda's Node.js runtime has, for processes that stand in for it on this machine. */
import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Options of Node.js that let a process write to these folders, and make the rest read-only, for
 * root too; none where Node.js does not know them.
 */
export function readOnlyBut(folders: readonly string[]): readonly string[] {
  if (!process.allowedNodeEnvironmentFlags.has("--permission")) return [];
  return [
    "--permission",
    "--disable-warning=SecurityWarning",
    "--allow-fs-read=*",
    ...folders.map((folder) => `--allow-fs-write=${path.join(folder, "*")}`),
    "--allow-addons",
    "--allow-child-process",
    "--allow-wasi",
    "--allow-worker",
  ];
}

/**
 * The AWS SDK that the runtime has: here it is the project's, as far as that is installed.
 *
 * @param runtimeFolder receives a folder node_modules, which is returned.
 * @param root the project's folder; in a workspace it may be installed above it.
 */
export function linkAwsSdk(runtimeFolder: string, root: string): string {
  const folder = path.join(runtimeFolder, "node_modules");
  fs.mkdirSync(folder, { recursive: true });
  for (const scope of ["@aws-sdk", "@smithy"]) {
    const installed = findInstalled(scope, root);
    const link = path.join(folder, scope);
    // Junctions need no privilege on Windows.
    if (installed !== undefined && !fs.existsSync(link)) {
      fs.symlinkSync(installed, link, "junction");
    }
  }
  return folder;
}

function findInstalled(scope: string, root: string): string | undefined {
  for (let at = root; ; at = path.dirname(at)) {
    const folder = path.join(at, "node_modules", scope);
    if (fs.existsSync(folder)) return folder;
    if (at === path.dirname(at)) return undefined;
  }
}
