/** Makes a process that has run tests as it was before: for runs one after another. */
import fs from "node:fs";
import * as path from "node:path";

const EVENTS = ["uncaughtException", "unhandledRejection", "beforeExit", "exit"] as const;

/** Packages of the project that know nothing of what is mutated, and take long to load. */
const KEPT = /^packages\/pulumi-(local|handler-layer)\/(?!.*\btests\/)/;

/** @returns what brings back the modules, variables, folder and listeners of now. */
export function rememberStart(root: string): () => void {
  const variables = { ...process.env };
  const folder = process.cwd();
  const { writeSync } = fs;
  const write = process.stderr.write.bind(process.stderr);
  const listeners = EVENTS.map((event) => new Set(process.listeners(event as "exit")));
  return () => {
    process.chdir(folder);
    for (const name of Object.keys(process.env)) {
      if (!(name in variables)) Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, variables);
    // Tests divert it by an assignment to the module.
    fs.writeSync = writeSync;
    process.stderr.write = write;
    EVENTS.forEach((event, index) => {
      for (const listener of process.listeners(event as "exit")) {
        if (listeners[index]?.has(listener) !== true) process.off(event, listener);
      }
    });
    forget(root);
  };
}

/** Modules of the project are loaded anew; installed packages stay. */
function forget(root: string): void {
  for (const file of Object.keys(require.cache)) {
    const name = path.relative(root, file);
    const isOwn = !name.startsWith("..") && !name.includes("node_modules");
    if (isOwn && !KEPT.test(name) && !name.startsWith("scripts/mutation")) {
      Reflect.deleteProperty(require.cache, file);
    }
  }
}
