/** What speaks against a program that was saved, with file and line where they are known. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { UserError } from "../user-error";
import type { EditProblem } from "./edit-state";

/** A program that is not served, for these reasons. */
export class ProgramProblems extends UserError {
  constructor(readonly problems: readonly EditProblem[]) {
    super(problems.map((problem) => problemText(problem)).join("\n"));
  }
}

/** "tools/add.ts:3:17: reason", with the lines around it below. */
export function problemText({ message, file, line, column, frame }: EditProblem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  const text = place === "" ? message : `${place}: ${message}`;
  return frame === undefined ? text : `${text}\n${frame}`;
}

/** The problems that an error is, in the order in which they are to be read. */
export function problemsOf(error: unknown, root: string): readonly EditProblem[] {
  if (error instanceof ProgramProblems) return error.problems;
  if (!(error instanceof UserError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ message: text.trim() }];
  }
  return [placed(error.message.trim(), root)];
}

/** A file of the project with its line, at the begin of a message or in brackets at the end of its first line. */
const AT_BEGIN = /^([^\s:()]+\.\w+):(\d+):(\d+):\s*(?:ERROR:\s*)?/;
const AT_END = /\s*\(([^\s:()]+\.\w+):(\d+):(\d+)\)$/m;

function placed(message: string, root: string): EditProblem {
  const found = AT_BEGIN.exec(message) ?? AT_END.exec(message);
  if (found === null) return { message };
  const [whole, file = "", line, column] = found;
  const place = { file, line: Number(line), column: Number(column) };
  const rest = message.replace(whole, "").trim();
  // A reason of several lines has what is to be seen.
  if (rest.includes("\n")) return { message: rest, ...place };
  const frame = codeFrame(path.join(root, file), place);
  return { message: rest, ...place, ...(frame !== undefined && { frame }) };
}

/** Lines before and after the one that is pointed at. */
const AROUND = 1;

/**
 * The lines around a place, numbered, with a mark below it; undefined when they cannot be read.
 *
 * @param place from 1.
 */
export function codeFrame(
  file: string,
  { line, column }: { readonly line: number; readonly column: number },
): string | undefined {
  let lines: readonly string[];
  try {
    lines = readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    return undefined;
  }
  if (line > lines.length) return undefined;
  const last = Math.min(lines.length, line + AROUND);
  const width = String(last).length;
  const first = Math.max(1, line - AROUND);
  const shown = lines.slice(first - 1, last).map((text, index) => {
    const number = first + index;
    return `${String(number).padStart(width)} | ${text}`.trimEnd();
  });
  // Tabs stay tabs, so that the mark stands below the place.
  const indent = (lines[line - 1] ?? "").slice(0, column - 1).replace(/[^\t]/g, " ");
  shown.splice(line - first + 1, 0, `${" ".repeat(width)} | ${indent}^`);
  return shown.map((text) => `  ${text}`).join("\n");
}
