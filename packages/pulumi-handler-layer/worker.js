/**
 * The thread that builds a handler while the program goes on: esbuild is asynchronous where it takes
 * plugins, and a resource's arguments are not. Plain JavaScript, since no loader of TypeScript is
 * registered in a thread: esbuild compiles the rest.
 */
"use strict";

const { buildSync } = require("esbuild");
const Module = require("node:module");
const path = require("node:path");
const { parentPort, workerData } = require("node:worker_threads");

const file = path.join(__dirname, "build", "builder.ts");
const compiled = buildSync({
  entryPoints: [file],
  bundle: true,
  packages: "external",
  write: false,
  platform: "node",
  target: "node22",
  sourcemap: "inline",
});
const builder = new Module(file);
builder.filename = file;
builder.paths = Module._nodeModulePaths(__dirname);
builder._compile(compiled.outputFiles[0].text, file);

const { signal, modulesPort } = workerData;

parentPort.once("message", async (task) => {
  const layer = await builder.exports.buildHandler(task, (modules) => {
    modulesPort.postMessage(modules);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
  parentPort.postMessage(layer);
});
