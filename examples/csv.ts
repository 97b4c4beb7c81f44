/** CSV reader (https://www.rfc-editor.org/rfc/rfc4180), which also takes ";" and tabs, and refuses the rest. */

export interface Csv {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

export interface CsvRow {
  /** In the text, from 1, where the row begins. */
  readonly line: number;
  /** As many as there are columns. */
  readonly cells: readonly string[];
}

/** What is wrong with a text or a query, for whoever has written it. */
export class CsvProblem extends Error {}

const SEPARATORS = [",", ";", "\t"];

/** @throws CsvProblem that names the line. */
export function parseCsv(text: string): Csv {
  const [head, ...rows] = [...readRows(text.replace(/^\uFEFF/, ""))];
  if (head === undefined) throw new CsvProblem("The CSV is empty: begin with a line of columns.");
  const columns = head.cells.map((name) => name.trim());
  for (const [index, name] of columns.entries()) {
    if (name === "") throw new CsvProblem(`Column ${index + 1} has no name.`);
    if (columns.indexOf(name) < index) throw new CsvProblem(`Two columns are called "${name}".`);
  }
  for (const { line, cells } of rows) {
    if (cells.length === columns.length) continue;
    throw new CsvProblem(
      `Line ${line} has ${cells.length} cells, but there are ${columns.length} columns.`,
    );
  }
  return { columns, rows };
}

/** @throws CsvProblem that names the columns. */
export function indexOf(columns: readonly string[], name: string): number {
  const index = columns.indexOf(name);
  if (index >= 0) return index;
  throw new CsvProblem(`There is no column "${name}". Columns are: ${columns.join(", ")}.`);
}

/** The one that the first line has most of. */
function separatorOf(text: string): string {
  const [first = ""] = text.split(/[\r\n]/, 1);
  const counts = SEPARATORS.map((separator) => first.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ",";
}

/** A cell: in quotes, where "" is a quote, or up to what ends it. */
function* readRows(text: string): Generator<CsvRow> {
  const separator = separatorOf(text);
  const plain = separator === "\t" ? /[^\t\r\n]*/y : new RegExp(`[^${separator}\\r\\n]*`, "y");
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begun = line;
    const cells: string[] = [];
    for (;;) {
      const cell = text[at] === '"' ? quoted(text, at, line) : unquoted(text, at, plain);
      cells.push(cell.value);
      line += cell.value.split("\n").length - 1;
      at = cell.end;
      if (text[at] !== separator) break;
      at += 1;
    }
    const [end = ""] = /^(\r\n|\r|\n)?/.exec(text.slice(at, at + 2)) ?? [];
    if (end === "" && at < text.length) {
      throw new CsvProblem(
        `Line ${line} has text behind a quoted cell: ${text.slice(at, at + 10)}`,
      );
    }
    at += end.length;
    line += 1;
    if (cells.length > 1 || cells[0] !== "") yield { line: begun, cells };
  }
}

interface Cell {
  readonly value: string;
  /** Where what follows it begins. */
  readonly end: number;
}

function unquoted(text: string, at: number, plain: RegExp): Cell {
  plain.lastIndex = at;
  const [value = ""] = plain.exec(text) ?? [];
  return { value, end: at + value.length };
}

function quoted(text: string, at: number, line: number): Cell {
  for (let from = at + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) throw new CsvProblem(`Line ${line} has a quote that does not end.`);
    if (text[quote + 1] === '"') {
      from = quote + 2;
      continue;
    }
    return { value: text.slice(at + 1, quote).replace(/""/g, '"'), end: quote + 1 };
  }
}
