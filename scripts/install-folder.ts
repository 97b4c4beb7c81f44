/** Folders with packages of their own: large, or none of the product's business. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

/** What was installed, beside it. */
const MARKER = path.join("node_modules", ".installed-lock.json");

export function isInstalled(folder: string): boolean {
  try {
    const lockfile = fs.readFileSync(path.join(folder, "package-lock.json"));
    return fs.readFileSync(path.join(folder, MARKER)).equals(lockfile);
  } catch {
    return false;
  }
}

/** Installs a folder's lockfile, where that has not been done; false when it cannot be had. */
export function installFolder(folder: string): boolean {
  if (isInstalled(folder)) return true;
  console.log(`Installing ${path.relative(process.cwd(), folder)} (once) ...`);
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"];
  const shell = process.platform === "win32";
  if (spawnSync("npm", args, { cwd: folder, stdio: "inherit", shell }).status !== 0) return false;
  fs.copyFileSync(path.join(folder, "package-lock.json"), path.join(folder, MARKER));
  return true;
}
