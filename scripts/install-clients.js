"use strict";
/**
 * Installs what tests/clients/package.json names: the MCP clients and the conformance suite that
 * the server is tested with. Does nothing when that has been done. Without the package registry it
 * says so, and their tests are skipped; with --required it fails.
 */
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const folder = path.join(__dirname, "..", "tests", "clients");
const lockfile = path.join(folder, "package-lock.json");
const marker = path.join(folder, "node_modules", ".installed-lock.json");

function isInstalled() {
  try {
    return fs.readFileSync(marker).equals(fs.readFileSync(lockfile));
  } catch {
    return false;
  }
}

if (!isInstalled()) {
  console.log("Installing the MCP clients and the conformance suite into tests/clients (once) ...");
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"];
  const shell = process.platform === "win32";
  const { status } = spawnSync("npm", args, { cwd: folder, stdio: "inherit", shell });
  if (status === 0) {
    fs.copyFileSync(lockfile, marker);
  } else {
    console.error(
      "The MCP clients and the conformance suite could not be installed (no package registry?): their tests are skipped.",
    );
    if (process.argv.includes("--required")) process.exit(1);
  }
}
