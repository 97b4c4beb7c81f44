/**
 * What a local run tells the program that it evaluates, and what it gets of bundled handlers beside
 * their archives: their texts and source maps, for stack traces and debuggers. They are not deployed.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type { HandlerModules } from "./build/handler-modules";

/** Variable with the folder that receives them; a local run sets it, and loads the handlers itself. */
export const LOCAL_RUN_HANDLERS = "LOCAL_RUN_HANDLERS";

/**
 * Variable with the URL that a local run serves the program under, for example
 * http://127.0.0.1:3000, without a slash at the end; absent in any other evaluation.
 */
export const LOCAL_RUN_URL = "LOCAL_RUN_URL";

export interface LocalHandler {
  /** Statements, as they lie in `__index.js`. */
  readonly text: string;
  /** Source map of them (version 3, JSON); sources are paths from the program's folder. */
  readonly map: string;
  /** Files that it is made of, absolute. */
  readonly inputs: readonly string[];
}

export function isLocalRun(): boolean {
  return process.env[LOCAL_RUN_HANDLERS] !== undefined;
}

export function keepForLocalRun({ text, map, inputs }: HandlerModules): void {
  const folder = process.env[LOCAL_RUN_HANDLERS];
  if (folder === undefined) return;
  fs.mkdirSync(folder, { recursive: true });
  const kept: LocalHandler = { text, map, inputs };
  const name = `${fs.readdirSync(folder).length}.json`;
  fs.writeFileSync(path.join(folder, name), JSON.stringify(kept));
}

/** All that has been kept in a folder. */
export function readLocalHandlers(folder: string): LocalHandler[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8")) as LocalHandler);
}
