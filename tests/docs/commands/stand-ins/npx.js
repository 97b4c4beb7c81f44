/** `npx`: what is installed here runs; nothing is fetched. */
"use strict";

const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

function run([name = "", ...args]) {
  const file = path.join("node_modules", ".bin", name);
  if (!fs.existsSync(file)) throw new Error(`${name} is not installed by npm ci`);
  process.exit(spawnSync(file, args, { stdio: "inherit" }).status ?? 1);
}

module.exports = { run };
