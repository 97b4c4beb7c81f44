/** `npm start`: its first line, then cli/start.ts, while the first evaluator process loads the program's packages. */
"use strict";

const { firstLine } = require("./first-line");

const line = firstLine(process.argv.slice(2), process.stdout.isTTY === true);
if (line !== undefined) {
  process.stdout.write(line);
  require("../program/start-evaluator").startEarly();
}
require("pulumi-handler-layer/register");
require("./start.ts");
