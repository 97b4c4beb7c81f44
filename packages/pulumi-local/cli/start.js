/** `npm start`: cli/start.ts, while the first evaluator process loads the program's packages. */
"use strict";

if (!process.argv.some((argument) => /^(-h|--help)$/.test(argument))) {
  require("../program/start-evaluator").startEarly();
}
require("pulumi-handler-layer/register");
require("./start.ts");
