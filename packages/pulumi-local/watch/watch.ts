/**
 * Watch of a served program (`npm start -- --watch`): a saved change is served by the next request.
 * A change that does not compile, has type errors or cannot be serialized is reported with file and
 * line, and what was served before is served on. What is declared and never used is a warning.
 */
import * as path from "node:path";
import type { LocalServer } from "../local-server";
import type { StackSettings } from "../program/stack-settings";
import type { EditProblem } from "./edit-state";
import { FileWatcher } from "./file-watcher";
import { problemsOf } from "./program-problems";
import { describeChanges } from "./resource-diff";
import { SaveQueue } from "./save-queue";
import { TypeChecker } from "./type-checker";
import { type WatchEvent, watchText } from "./watch-report";

export interface ProgramWatch {
  /** Resolves when the types have been checked for the first time. */
  readonly typesChecked: Promise<void>;
  /** Process ids of the processes that it keeps. */
  readonly processIds: () => number[];
  readonly close: () => void;
}

export interface WatchOptions {
  readonly server: LocalServer;
  /** Folder of the project: its settings are watched, and files are named from there. */
  readonly root: string;
  readonly readSettings: () => StackSettings;
  /** Receives texts for the user, and what they are made of; default: standard output. */
  readonly report?: (text: string, event: WatchEvent) => void;
}

export function watchProgram({
  server,
  root,
  readSettings,
  report = (text) => process.stdout.write(`${text}\n`),
}: WatchOptions): ProgramWatch {
  const checker = new TypeChecker(root);
  const settingsFiles = ["Pulumi.yaml", "package.json"].map((file) => path.join(root, file));
  const files = (): string[] => [...server.files, ...settingsFiles];
  const sources = (): string[] => files().filter((file) => file.endsWith(".ts"));
  const tell = reporter(report);

  const evaluate = async (changed: readonly string[]): Promise<void> => {
    const started = Date.now();
    const names = changed.map((file) => path.relative(root, file));
    const before = server.program;
    const checked = checker.check(sources());
    const check = checked.then(({ problems }) => problems);
    try {
      await server.reload(readSettings, check);
      const changes = describeChanges(before, server.program);
      tell({ kind: "served", files: names, changes, milliseconds: Date.now() - started });
      warn(tell, (await checked).warnings);
    } catch (error) {
      const { servedSince } = server.editState;
      const problems = problemsOf(error, root);
      tell({ kind: "not-served", files: names, servedSince, problems });
    }
    watcher.watch(files());
  };

  // Held with the first change, so that the next request meets it.
  const queue = new SaveQueue(() => server.hold(), evaluate);
  const watcher = new FileWatcher((file) => {
    queue.add(file);
  });
  watcher.watch(files());
  const typesChecked = checker.prepare(sources()).then(({ problems, warnings }) => {
    warn(tell, [...problems, ...warnings]);
  });
  return {
    typesChecked,
    processIds: () =>
      [checker.processId, server.preparedProcessId].filter((pid) => pid !== undefined),
    close: () => {
      queue.close();
      watcher.close();
      checker.close();
    },
  };
}

type Tell = (event: WatchEvent) => void;

function warn(tell: Tell, problems: readonly EditProblem[]): void {
  if (problems.length > 0) tell({ kind: "warnings", problems });
}

/** Says a reason once, however often it is saved. */
function reporter(report: NonNullable<WatchOptions["report"]>): Tell {
  let reason = "";
  return (event) => {
    const before = reason;
    if (event.kind === "not-served") reason = JSON.stringify(event.problems);
    if (event.kind === "served") reason = "";
    report(watchText(event, reason !== "" && reason === before), event);
  };
}
