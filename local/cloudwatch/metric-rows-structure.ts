/**
 * The rules for the rows of a metric widget's metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import { Problem } from "../problem";
import { expand } from "./dashboard-body";
import { type Expression, parseExpression } from "./expression-parser";
import { arrayOf, isRecord, type PlainRecord, textOf } from "./plain-data";
import { expressionOptions, metricOptions } from "./widget-structure";

const MAX_ROWS = 500;
const MAX_DIMENSIONS = 30;

export function metricRowProblems(properties: PlainRecord): readonly string[] {
  const { metrics } = properties;
  if (metrics === undefined) {
    const { annotations } = properties;
    if (isRecord(annotations) && annotations["alarms"] !== undefined) return [];
    return ["properties.metrics is required: add a metric, or an alarm to annotations"];
  }
  if (!Array.isArray(metrics)) return ["properties.metrics must be an array of rows"];
  const rows = metrics as readonly unknown[];
  const count =
    rows.length > MAX_ROWS ? [`has ${rows.length} metrics; leave ${MAX_ROWS} at most`] : [];
  return [...count, ...shapeProblems(rows), ...idProblems(rows)];
}

function shapeProblems(rows: readonly unknown[]): readonly string[] {
  let above: readonly string[] = [];
  return rows.flatMap((row, index) => {
    const path = `properties.metrics[${index}]`;
    if (!Array.isArray(row) || row.length === 0) {
      return [`${path} must be an array: [namespace, name, dimension, value, ..., {options}]`];
    }
    const last: unknown = row.at(-1);
    const cells: readonly unknown[] = isRecord(last) ? row.slice(0, -1) : row;
    if (isRecord(last) && cells.length === 0) return expressionOptions(last, `${path}[0]`);
    const options = isRecord(last) ? metricOptions(last, `${path}[${row.length - 1}]`) : [];
    const texts = cells.filter((cell) => typeof cell === "string");
    if (texts.length < cells.length) {
      return [...options, `${path} must hold text, and options as its last member`];
    }
    const before = above;
    above = expand(texts, before);
    return [...options, ...cellProblems(texts, before).map((text) => `${path} ${text}`)];
  });
}

function cellProblems(cells: readonly string[], above: readonly string[]): readonly string[] {
  if (cells.lastIndexOf("...") > 0) return ['may have "..." in the first place only'];
  if (cells[0] === "..." && above.length < cells.length) {
    return ['has "..." where no row above has as many parts: write them'];
  }
  const lacking = cells.findIndex((cell, at) => cell === "." && above[at] === undefined);
  if (lacking !== -1) return ['has "." where the row above has nothing: write the part'];
  const whole = expand(cells, above);
  if (whole.length < 2) return ["must have a namespace and a name"];
  if (whole.length % 2 !== 0) {
    return [`lacks a value for dimension ${String(whole.at(-1))}: add it`];
  }
  const dimensions = (whole.length - 2) / 2;
  return dimensions > MAX_DIMENSIONS
    ? [`has ${dimensions} dimensions; leave ${MAX_DIMENSIONS} at most`]
    : [];
}

function idProblems(rows: readonly unknown[]): readonly string[] {
  const options = rows.map((row) => arrayOf(row).at(-1)).filter(isRecord);
  const ids = options.map(({ id }) => textOf(id)).filter((id) => id !== undefined);
  const malformed = ids.filter((id) => !/^[a-z][a-zA-Z0-9_]*$/.test(id));
  const repeated = new Set(ids.filter((id, at) => ids.indexOf(id) !== at));
  return [
    ...malformed.map((id) => `id ${id} must be a small letter, then letters, digits or _`),
    ...[...repeated].map((id) => `id ${id} is used twice: rename one`),
    ...options.flatMap(({ expression }) =>
      typeof expression === "string" ? expressionProblems(expression, ids) : [],
    ),
  ];
}

function expressionProblems(expression: string, ids: readonly string[]): readonly string[] {
  try {
    return referencesOf(parseExpression(expression))
      .filter((id) => !ids.includes(id) && id !== "REPEAT" && id !== "LINEAR")
      .map((id) => `expression "${expression}" refers to ${id}, which is no id here: add it`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [`expression "${expression}" ${error.message}`];
  }
}

function referencesOf(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "id":
      return [expression.id];
    case "negative":
      return referencesOf(expression.operand);
    case "operation":
      return [...referencesOf(expression.left), ...referencesOf(expression.right)];
    case "array":
      return expression.items.flatMap(referencesOf);
    case "call":
      return expression.args.flatMap(referencesOf);
    default:
      return [];
  }
}
