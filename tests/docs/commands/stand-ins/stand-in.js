/**
 * A command of a document, in place of the real one: `node stand-in.js NAME ARGUMENTS`. It refuses what
 * the real one would not know, writes down what it was called with, and prints what the next command needs.
 */
"use strict";

const fs = require("node:fs");
const { checkCommand } = require("./check-command");

const OWN = { aws: "./aws", curl: "./curl", npm: "./npm", npx: "./npx", pulumi: "./pulumi" };

const [name, ...args] = process.argv.slice(2);

/** @param {string} message what a document has to be mended by */
function refuse(message) {
  console.error(`${name}: ${message}`);
  process.exit(2);
}

fs.appendFileSync(process.env.COMMANDS_LOG, `${JSON.stringify([name, ...args])}\n`);
try {
  if (OWN[name] !== undefined) require(OWN[name]).run(args);
  else checkCommand(name, args);
} catch (error) {
  refuse(error.message);
}
