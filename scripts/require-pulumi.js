/** Says in one line that there is no Pulumi CLI, and where to get it. */
"use strict";

require("./require-node");
const { spawnSync } = require("node:child_process");

if (spawnSync("pulumi", ["version"]).error !== undefined) {
  console.error(
    "There is no Pulumi CLI on the PATH. Install it: https://www.pulumi.com/docs/iac/download-install/ (npm start needs none).",
  );
  process.exit(1);
}
