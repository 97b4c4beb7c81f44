/**
 * First line of `npm start`: where it will answer, written before anything else is loaded, which takes
 * a second. Nothing is written where the arguments are wrong: start.ts says what is.
 */
"use strict";

const { parseArgs } = require("node:util");
const { DEFAULT_PORT, START_OPTIONS } = require("./start-options");

/**
 * @param args of the command line.
 * @param isTerminal whether the line can be written over, and has no end therefore.
 * @returns the text to write; undefined for none.
 */
exports.firstLine = (args, isTerminal) => {
  let values;
  try {
    ({ values } = parseArgs({ args, options: START_OPTIONS }));
  } catch {
    return undefined;
  }
  const { port = String(DEFAULT_PORT), json } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return undefined;
  // Port 0 is any free one.
  const url = Number(port) === 0 ? undefined : `http://127.0.0.1:${Number(port)}/`;
  if (json === true) {
    const timestamp = new Date().toISOString();
    return `${JSON.stringify({ timestamp, type: "starting", url })}\n`;
  }
  return `${url ?? "http://127.0.0.1/"} getting ready ...${isTerminal ? "" : "\n"}`;
};
