/** Commands and options of tools that want an account: known-commands.json, with where it is from. */
"use strict";

const KNOWN = require("./known-commands.json");

const words = (text = "") => text.split(" ").filter((word) => word !== "");

/** The command, its longest name first: `stack init`, then `stack`. */
function split(tool, args) {
  for (const length of [2, 1]) {
    const command = args.slice(0, length).join(" ");
    if (args.length >= length && KNOWN[tool].commands[command] !== undefined) {
      return { command, rest: args.slice(length) };
    }
  }
  throw new Error(`"${args.slice(0, 2).join(" ")}" is not a command (${KNOWN[tool].source})`);
}

/** Whether it is a flag, takes a value, or as many as there are. */
function kindOf(name, tables) {
  const of = (key) => tables.some((table) => words(table[key]).includes(name));
  if (of("flags")) return "flag";
  if (of("values")) return "value";
  return of("lists") ? "list" : undefined;
}

/**
 * @returns {{ command: string, options: Record<string, string>, rest: string[] }}
 * @throws {Error} for a command, an option or a number of arguments that the tool does not know.
 */
function checkCommand(tool, args) {
  const { command, rest: given } = split(tool, args);
  const known = KNOWN[tool].commands[command];
  const tables = [known, KNOWN[tool].general];
  const options = {};
  const rest = [];
  for (let n = 0; n < given.length; n += 1) {
    const argument = given[n];
    if (argument === "--") {
      rest.push(...given.slice(n + 1));
      break;
    }
    if (!/^-./.test(argument)) {
      rest.push(argument);
      continue;
    }
    const [name, inline] = argument.startsWith("--") ? argument.split(/=(.*)/s) : [argument];
    const kind = kindOf(name, tables);
    if (kind === undefined) throw new Error(`"${command}" has no option ${name}`);
    if (kind === "flag" || inline !== undefined) {
      options[name] = inline ?? "true";
      continue;
    }
    if (given[n + 1] === undefined) throw new Error(`${name} wants a value`);
    options[name] = given[(n += 1)];
    while (kind === "list" && given[n + 1] !== undefined && !given[n + 1].startsWith("-")) n += 1;
  }
  const missing = words(known.required).filter((name) => options[name] === undefined);
  if (missing.length > 0) throw new Error(`"${command}" wants ${missing.join(", ")}`);
  const [min, max] = known.arguments ?? [0, 0];
  if (rest.length < min || rest.length > max) {
    throw new Error(`"${command}" takes ${min} to ${max} arguments, not: ${rest.join(" ")}`);
  }
  return { command, options, rest };
}

module.exports = { checkCommand };
