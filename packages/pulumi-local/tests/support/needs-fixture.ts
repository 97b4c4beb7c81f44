/** The fixture program with a table and secrets, in a folder of its own, where it may keep things. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { LocalServer, LocalServerOptions } from "../../local-server";
import { PROJECT_ROOT } from "../../program/project-root";
import { startFixture } from "./fixture";

const NEEDS_FIXTURE = path.join(__dirname, "..", "fixtures", "needs");

export function copyOfNeeds(): string {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "needs-"));
  fs.cpSync(NEEDS_FIXTURE, root, { recursive: true });
  fs.symlinkSync(path.join(PROJECT_ROOT, "node_modules"), path.join(root, "node_modules"), "dir");
  return root;
}

export function removeCopy(root: string): void {
  fs.rmSync(root, { recursive: true, force: true, maxRetries: 3 });
}

export async function startNeeds(
  root: string,
  options: Partial<LocalServerOptions> = {},
): Promise<LocalServer> {
  return startFixture({ programFolder: root, ...options });
}
