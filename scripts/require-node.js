/**
 * Says in one line when scripts do not run on the Node.js that they should, and stops when that
 * one is too old. The npm package `node` brings Node 24, the runtime's major version, by an
 * install script; with `ignore-scripts`, or on Alpine, there is none and the machine's own runs.
 * Plain old JavaScript: it must run on whatever Node.js there is.
 */
"use strict";

const wanted = 24;
const least = 22;
const major = Number(process.versions.node.split(".")[0]);

if (major < least) {
  console.error(
    `Node.js ${process.versions.node} is too old: ${least} or newer is needed. The one that "npm ci" installs is missing here; run "npm rebuild node --ignore-scripts=false", or install Node.js ${wanted}.`,
  );
  process.exit(1);
}
if (major !== wanted && process.env.CI === undefined) {
  console.warn(
    `Using this machine's Node.js ${process.versions.node}: the Node.js ${wanted} that "npm ci" installs is missing (install scripts ignored, or no binary for this system).`,
  );
}
