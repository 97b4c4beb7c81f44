/**
 * The thread that builds handlers while the program goes on: esbuild is asynchronous where it takes
 * plugins, and a resource's arguments are not. Plain JavaScript: no loader of TypeScript is
 * registered in a thread.
 */
"use strict";

require("./register");
const { parentPort } = require("node:worker_threads");
const { buildHandler } = require("./build/builder.ts");

parentPort.on("message", async ({ task, signal, port }) => {
  const layer = await buildHandler(task, (modules) => {
    port.postMessage(modules);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
  port.postMessage(layer);
});
