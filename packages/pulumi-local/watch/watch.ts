/**
 * Watch of a served program (`npm start -- --watch`): a saved change is served by the next request.
 * A change that does not compile, has type errors or cannot be serialized is reported with file and
 * line, and what was served before is served on.
 */
import * as path from "node:path";
import type { LocalServer } from "../local-server";
import type { StackSettings } from "../program/stack-settings";
import { UserError } from "../user-error";
import { FileWatcher } from "./file-watcher";
import { describeChanges } from "./resource-diff";
import { TypeChecker } from "./type-checker";

export interface ProgramWatch {
  /** Resolves when the types have been checked for the first time. */
  readonly typesChecked: Promise<void>;
  /** Process ids of the processes that it keeps. */
  readonly processIds: () => number[];
  readonly close: () => void;
}

/** Editors save in several steps; a change is taken up when none has followed for so long. */
const QUIET_MS = 30;

export interface WatchOptions {
  readonly server: LocalServer;
  /** Folder of the project: its settings are watched, and files are named from there. */
  readonly root: string;
  readonly readSettings: () => StackSettings;
  /** Receives lines for the user; default: standard output. */
  readonly report?: (text: string) => void;
}

export function watchProgram({
  server,
  root,
  readSettings,
  report = (text) => process.stdout.write(`${text}\n`),
}: WatchOptions): ProgramWatch {
  const checker = new TypeChecker();
  const settingsFiles = ["Pulumi.yaml", "package.json"].map((file) => path.join(root, file));
  const files = (): string[] => [...server.files, ...settingsFiles];
  const sources = (): string[] => files().filter((file) => file.endsWith(".ts"));
  let timer: NodeJS.Timeout | undefined;
  let release: (() => void) | undefined;
  let reloading = Promise.resolve();

  const reload = async (changed: ReadonlySet<string>): Promise<void> => {
    const started = Date.now();
    const names = [...changed].map((file) => path.relative(root, file)).join(", ");
    const before = server.program;
    try {
      await server.reload(readSettings(), checker.check(sources()));
      const changes = describeChanges(before, server.program);
      report(`${names}: ${changes} (${Date.now() - started} ms)`);
    } catch (error) {
      const isUserError = error instanceof UserError;
      const stack = error instanceof Error ? error.stack : error;
      const text = isUserError ? error.message : String(stack);
      report(`${names}: not served, the last program that worked is\n${text.trim()}`);
    }
    watcher.watch(files());
  };

  let changed = new Set<string>();
  const watcher = new FileWatcher((file) => {
    changed.add(file);
    // Held from here on, so that the next request meets the change.
    release ??= server.hold();
    clearTimeout(timer);
    timer = setTimeout(() => {
      const [batch, go] = [changed, release];
      changed = new Set();
      release = undefined;
      reloading = reloading.then(() => reload(batch)).finally(() => go?.());
    }, QUIET_MS);
  });
  watcher.watch(files());
  const typesChecked = checker.prepare(sources()).then((errors) => {
    if (errors !== "")
      report(`The program has type errors (deploying does not check them):\n${errors}`);
  });
  return {
    typesChecked,
    processIds: () =>
      [checker.processId, server.preparedProcessId].filter((pid) => pid !== undefined),
    close: () => {
      clearTimeout(timer);
      watcher.close();
      checker.close();
    },
  };
}
