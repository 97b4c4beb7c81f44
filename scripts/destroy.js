/** `npm run destroy` removes everything without asking, so it wants to be told of which stack. */
"use strict";

const { spawnSync } = require("node:child_process");

const args = process.argv.slice(2);

if (!args.some((arg) => /^(-s|--stack)(=|$)/.test(arg))) {
  console.error("Name the stack to destroy: npm run destroy -- --stack dev");
  process.exit(1);
}
const command = ["destroy", "--yes", "--skip-plugin-pre-install", ...args];
const status = spawnSync("pulumi", command, { stdio: "inherit" }).status ?? 1;
if (status === 0) {
  // Without the option the settings file goes too, which is committed.
  console.log(
    "To forget the stack as well, and keep its settings: pulumi stack rm STACK --preserve-config",
  );
}
process.exit(status);
