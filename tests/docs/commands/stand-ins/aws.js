/** `aws`: service, operation and parameters are checked, and saved queries by the program's own titles. */
"use strict";

const { checkCommand } = require("./check-command");

const PREFIX = "--query-definition-name-prefix";

function run(args) {
  const { command, options } = checkCommand("aws", args);
  const query = options["--query"];
  if (command === "logs describe-query-definitions") {
    const [, title = ""] = /^[\w-]+\/(.+)$/.exec(options[PREFIX] ?? "") ?? [];
    const titles = process.env.COMMANDS_QUERIES.split("\n");
    if (!titles.includes(title)) throw new Error(`no saved query is called "${title}"`);
    console.log("fields @timestamp");
  }
  if (command === "logs start-query") console.log("an-id");
  if (command === "logs get-query-results" && query === "status") console.log("Complete");
}

module.exports = { run };
