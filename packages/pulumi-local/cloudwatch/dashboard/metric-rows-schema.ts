/**
 * CloudWatch metric widget rows schema: metrics, in CloudWatch's shorthand, and expressions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import * as z from "zod";
import { UserError } from "../../user-error";
import { FILL_WORDS } from "../expressions/expression-functions";
import { parseExpression, subexpressions } from "../expressions/expression-parser";
import {
  across,
  closedObject,
  either,
  filledText,
  must,
  type Report,
  textThat,
  tooMany,
} from "../schema-issues";
import { arrayOf, isRecord, recordOf, textOf } from "../untyped-json";
import { expand } from "./dashboard-body";
import { color, period, side, statistic } from "./property-schemas";

const MAX_ROWS = 500;
const MAX_DIMENSIONS = 30;

const id = textThat("a small letter, then letters, digits or _", (text) =>
  /^[a-z][a-zA-Z0-9_]*$/.test(text),
);
const options = {
  ...{ accountId: z.string(), color, id, label: z.string(), period, region: z.string() },
  ...{ stat: statistic, visible: z.boolean(), yAxis: side },
};
const expressionRow = z.tuple([closedObject({ expression: filledText }, options)]);
const metricOptions = closedObject({}, options);
const part = z.string(must("text, or an object of options as the last member"));
const cell = either((value) => (isRecord(value) ? metricOptions : part));
const metricRow = across(z.array(cell), checkOptionsLast);
const noRow = z.never(must("an array: [namespace, name, dimension, value, ..., {options}]"));
const row = either((cells) => {
  if (!Array.isArray(cells) || cells.length === 0) return noRow;
  return cells.length === 1 && isRecord(cells[0]) ? expressionRow : metricRow;
});

export const metricRows = across(
  z.array(row, must("an array of rows")).max(MAX_ROWS, tooMany("metrics")),
  (value, report) => {
    const rows = arrayOf(value).map(arrayOf);
    checkParts(rows, report);
    checkReferences(rows, report);
  },
);

function checkOptionsLast(value: unknown, report: Report): void {
  const cells = arrayOf(value);
  cells.slice(0, -1).forEach((cell, index) => {
    if (isRecord(cell)) report([index], "must be text: options are the last member");
  });
}

/** The parts of each metric, with those of the rows above in place of "." and "...". */
function checkParts(rows: readonly (readonly unknown[])[], report: Report): void {
  let above: readonly string[] = [];
  rows.forEach((row, index) => {
    const cells = isRecord(row.at(-1)) ? row.slice(0, -1) : row;
    const texts = cells.filter((cell) => typeof cell === "string");
    if (texts.length === 0 || texts.length < cells.length) return;
    const message = partsMessage(texts, above);
    if (message !== undefined) report([index], message);
    above = expand(texts, above);
  });
}

function partsMessage(cells: readonly string[], above: readonly string[]): string | undefined {
  if (cells.lastIndexOf("...") > 0) return 'may have "..." in the first place only';
  if (cells[0] === "..." && above.length < cells.length) {
    return 'has "..." where no row above has as many parts: write them';
  }
  if (cells.some((cell, at) => cell === "." && above[at] === undefined)) {
    return 'has "." where the row above has nothing: write the part';
  }
  const parts = expand(cells, above);
  if (parts.length < 2) return "must have a namespace and a name";
  if (parts.length % 2 !== 0) return `lacks a value for dimension ${String(parts.at(-1))}: add it`;
  const dimensions = (parts.length - 2) / 2;
  return dimensions > MAX_DIMENSIONS
    ? `has ${dimensions} dimensions; leave ${MAX_DIMENSIONS} at most`
    : undefined;
}

/** The ids of the rows, and those that their expressions refer to. */
function checkReferences(rows: readonly (readonly unknown[])[], report: Report): void {
  const options = rows.map((row) => recordOf(row.at(-1)));
  const ids = options.map(({ id }) => textOf(id));
  options.forEach(({ expression }, index) => {
    const path = [index, (rows[index]?.length ?? 0) - 1];
    const id = ids[index];
    if (id !== undefined && ids.indexOf(id) < index) {
      report([...path, "id"], `${id} is used twice: rename one`);
    }
    if (typeof expression !== "string") return;
    for (const message of expressionMessages(expression, ids)) {
      report([...path, "expression"], `"${expression}" ${message}`);
    }
  });
}

function expressionMessages(
  expression: string,
  ids: readonly (string | undefined)[],
): readonly string[] {
  try {
    return subexpressions(parseExpression(expression))
      .flatMap((part) => (part.kind === "id" ? part.id : []))
      .filter((id) => !ids.includes(id) && !FILL_WORDS.includes(id))
      .map((id) => `refers to ${id}, which is not an id here: add it`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error.message];
  }
}
