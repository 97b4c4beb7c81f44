/** A copy of the project that a test may change, with this one's installed packages. */
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "../../local/program";

export function copyProject(to: string): string {
  const left = new Set(["node_modules", ".git", "coverage", "tests/clients/node_modules"]);
  fs.cpSync(PROJECT_ROOT, to, {
    recursive: true,
    filter: (file) => !left.has(path.relative(PROJECT_ROOT, file)),
  });
  // A stack of one's own leaves the salt of its passphrase there.
  const stackFile = path.join(to, "Pulumi.dev.yaml");
  const settings = fs.readFileSync(stackFile, "utf8").replace(/^encryptionsalt:.*\n/m, "");
  fs.writeFileSync(stackFile, settings);
  fs.symlinkSync(path.join(PROJECT_ROOT, "node_modules"), path.join(to, "node_modules"), "dir");
  return to;
}
