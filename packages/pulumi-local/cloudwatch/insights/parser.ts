/**
 * CloudWatch Logs Insights parser: the commands of a query. Refuses what is not known here, by name
 * and place.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
import { nearest } from "../../nearest";
import { parseExpression } from "./expression-parser";
import { globPattern, patternOf } from "./patterns";
import { checkColumns, checkExpression } from "./query-checks";
import type { Column, Command, InsightsQuery } from "./query";
import { TokenReader } from "./token-reader";

type Read = (reader: TokenReader) => Command;

const COMMANDS: ReadonlyMap<string, Read> = new Map([
  ["fields", readFields],
  ["display", readDisplay],
  ["filter", readFilter],
  ["parse", readParse],
  ["stats", readStats],
  ["sort", readSort],
  ["limit", readLimit],
  ["dedup", readDedup],
]);

/** @throws UserError that names what is not known here, and its place. */
export function parseQuery(source: string): InsightsQuery {
  const reader = new TokenReader(source);
  const sources: string[] = [];
  const commands: Command[] = [];
  do {
    if (reader.takeIf("source")) {
      do sources.push(reader.expectKind("text", "the name of a log group").text);
      while (reader.takeIf(","));
    } else {
      commands.push(readCommand(reader));
    }
  } while (reader.takeIf("|"));
  if (reader.next.kind !== "end") reader.refuse('"|"');
  return { sources, commands };
}

function readCommand(reader: TokenReader): Command {
  const { text, at } = reader.expectKind("field", "a command");
  const read = COMMANDS.get(text.toLowerCase());
  if (read !== undefined) return read(reader);
  const near = nearest(text, COMMANDS.keys());
  const hint =
    near === undefined ? `known are ${[...COMMANDS.keys()].join(", ")}` : `did you mean ${near}?`;
  throw reader.error(`has the command ${text}, which is not known here; ${hint}`, at);
}

function readFields(reader: TokenReader): Command {
  return { kind: "fields", columns: checkColumns(reader, columnsOf(reader, false)) };
}

function readDisplay(reader: TokenReader): Command {
  return { kind: "display", columns: checkColumns(reader, columnsOf(reader, false)) };
}

function readFilter(reader: TokenReader): Command {
  return { kind: "filter", condition: checkExpression(reader, parseExpression(reader)) };
}

function readParse(reader: TokenReader): Command {
  const source = parseExpression(reader);
  const isGlob = reader.next.kind === "text";
  const { text, at } = isGlob
    ? reader.take()
    : reader.expectKind("regex", 'a text with "*", or a regular expression');
  const pattern = isGlob ? globPattern(text) : patternOf(text, (why) => reader.error(why, at));
  const names = reader.takeIf("as") ? namesOf(reader) : [];
  const groups = new RegExp(`${pattern.source}|`).exec("")?.length ?? 1;
  const isNamed = pattern.source.includes("(?<");
  if ((names.length > 0 || !isNamed) && names.length !== groups - 1) {
    throw reader.error(`has ${names.length} names for ${groups - 1} parts in parse`, at);
  }
  return { kind: "parse", source, pattern, names };
}

function readStats(reader: TokenReader): Command {
  const columns = checkColumns(reader, columnsOf(reader, true), "stats");
  const by = reader.takeIf("by") ? checkColumns(reader, columnsOf(reader, false)) : [];
  return { kind: "stats", columns, by };
}

function readSort(reader: TokenReader): Command {
  const keys: { expression: Column["expression"]; isDescending: boolean }[] = [];
  do {
    const expression = checkExpression(reader, parseExpression(reader));
    const isDescending = reader.takeIf("desc");
    if (!isDescending) reader.takeIf("asc");
    keys.push({ expression, isDescending });
  } while (reader.takeIf(","));
  return { kind: "sort", keys };
}

function readLimit(reader: TokenReader): Command {
  const { text, at } = reader.expectKind("number", "a number of lines");
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw reader.error(`has limit ${text}: a whole number from 1 on belongs there`, at);
  }
  return { kind: "limit", count };
}

function readDedup(reader: TokenReader): Command {
  return { kind: "dedup", names: namesOf(reader) };
}

/** Names of fields between commas. */
function namesOf(reader: TokenReader): readonly string[] {
  const names: string[] = [];
  do names.push(reader.expectKind("field", "the name of a field").text);
  while (reader.takeIf(","));
  return names;
}

function columnsOf(reader: TokenReader, isOverRows: boolean): readonly Column[] {
  const columns: Column[] = [];
  do {
    const { at } = reader.next;
    const expression = parseExpression(reader, isOverRows);
    const text = reader.source.slice(at, reader.ended).trim().replaceAll("`", "");
    const alias = reader.takeIf("as") ? reader.expectKind("field", "a name").text : text;
    columns.push({ name: alias, expression });
  } while (reader.takeIf(","));
  return columns;
}
