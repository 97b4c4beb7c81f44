/**
 * The thread that builds a handler while the program goes on: esbuild is asynchronous where it takes
 * plugins, and a resource's arguments are not. Plain JavaScript: no loader of TypeScript is
 * registered in a thread.
 */
"use strict";

require("./register");
const { parentPort, workerData } = require("node:worker_threads");
const { buildHandler } = require("./build/builder.ts");

const { signal, modulesPort } = workerData;

parentPort.once("message", async (task) => {
  const layer = await buildHandler(task, (modules) => {
    modulesPort.postMessage(modules);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
  parentPort.postMessage(layer);
});
