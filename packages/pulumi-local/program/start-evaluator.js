/**
 * Starts evaluator processes (evaluator-process.ts). `npm start` begins one before anything else of
 * it is loaded, since the program's packages take longest. Plain JavaScript: no loader of TypeScript
 * is needed for that.
 */
"use strict";

const { fork } = require("node:child_process");
const path = require("node:path");

let early;

function startEvaluator() {
  return fork(path.join(__dirname, "evaluator-process.ts"), {
    execArgv: ["--require", "pulumi-handler-layer/register"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

/** Starts the process that takeEvaluator will give first. */
exports.startEarly = () => {
  early = startEvaluator();
};

/** A process that waits for its task. */
exports.takeEvaluator = () => {
  const started = early ?? startEvaluator();
  early = undefined;
  return started;
};
