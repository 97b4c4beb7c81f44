/** `npm run destroy` removes everything without asking, so it wants to be told of which stack. */
"use strict";

const { spawnSync } = require("node:child_process");

const args = process.argv.slice(2);

if (!args.some((arg) => /^(-s|--stack)(=|$)/.test(arg))) {
  console.error("Name the stack to destroy: npm run destroy -- --stack dev");
  process.exit(1);
}
const command = ["destroy", "--yes", "--skip-plugin-pre-install", ...args];
process.exit(spawnSync("pulumi", command, { stdio: "inherit" }).status ?? 1);
