"use strict";
/** `npm run docs`: writes the pages of docs/ that are measured, by the tests that compare them. */
const { spawnSync } = require("node:child_process");

const { status } = spawnSync("mocha", ["tests/docs/*.test.ts", "tests/docs/*.cli.ts"], {
  stdio: "inherit",
  shell: process.platform === "win32",
  env: { ...process.env, WRITE_DOCS: "1" },
});
process.exit(status ?? 1);
