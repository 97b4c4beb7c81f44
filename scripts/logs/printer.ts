/**
 * Prints lines of the functions' log as `npm start` prints them: a line for each request, what tools
 * wrote, warnings and errors, and invocations that were cut off.
 */
import { styleText } from "node:util";
import {
  describeLine,
  isOwnLine,
  lineOfRequest,
  type LogLine,
  OutcomeReader,
  type Paint,
  printable,
  printableJson,
  type RequestOutcome,
  styleOfRequest,
} from "pulumi-local";
import { isWanted, type LogFilter } from "./filter";
import { factsOf, type Level, type LineFacts, recordOf } from "./line-facts";
import { levelOfOutcome, plainOutcome, requestOfLine } from "./request-of-line";

export interface PrinterOptions {
  readonly filter: LogFilter;
  /** Prints lines as they are in the log, each in an object with its time and log group. */
  readonly json: boolean;
}

interface Ending {
  readonly outcome: RequestOutcome;
  readonly level: Level;
}

const paint: Paint = (style, text) => styleText(style, text, { stream: process.stdout });

/**
 * @param lines what was read at once: of a batch its lines together.
 * @returns lines for a terminal.
 */
export function printedLines(
  lines: readonly LogLine[],
  { filter, json }: PrinterOptions,
): readonly string[] {
  const facts = lines.map(factsOf);
  const endings = endingsOf(facts);
  return facts.flatMap((each) => {
    const ending = endings.get(gatewayId(each) ?? "");
    const level = each.kind === "request" ? (ending?.level ?? each.level) : levelOf(each);
    const isIt = isWanted(filter, each, { outcome: ending?.outcome.outcome, level });
    if (!isIt) return [];
    return json ? [jsonLine(each.line)] : textLines(each, ending);
  });
}

/** How requests ended, by API Gateway's id. */
function endingsOf(facts: readonly LineFacts[]): ReadonlyMap<string, Ending> {
  const reader = new OutcomeReader(facts.length);
  for (const { fields } of facts) if (fields !== undefined) reader.read(fields);
  const endings = new Map<string, Ending>();
  for (const each of facts) {
    const id = gatewayId(each);
    if (each.kind !== "request" || id === undefined) continue;
    const { fields = {} } = each;
    const outcome = reader.told(id) ?? plainOutcome(fields);
    endings.set(id, { outcome, level: levelOfOutcome(outcome, Number(fields["status"])) });
  }
  return endings;
}

function gatewayId({ fields }: LineFacts): string | undefined {
  const id = fields?.["gatewayRequestId"];
  return typeof id === "string" ? id : undefined;
}

function levelOf({ kind, level }: LineFacts): Level {
  return kind === "cut-off" ? "error" : level;
}

function textLines(facts: LineFacts, ending: Ending | undefined): readonly string[] {
  const { fields, kind, line } = facts;
  if (kind === "request") return [requestLine(facts, ending)];
  if (kind === "cut-off") return [cutOffLine(facts)];
  if (kind !== "tool" || (fields !== undefined && isOwnLine(fields))) return [];
  return [describeLine(line.text, fields, { paint, withIds: false })];
}

function requestLine({ fields = {} }: LineFacts, ending: Ending | undefined): string {
  const request = requestOfLine(fields);
  const outcome = ending?.outcome ?? plainOutcome(fields);
  const style = styleOfRequest(request.status, outcome.outcome);
  return lineOfRequest(request, {
    outcome,
    paint: (what, text) => paint(what === "id" ? "dim" : style, text),
  });
}

/** Of what wrote no line itself: it crashed, or ran out of memory or time. */
function cutOffLine({ fields = {} }: LineFacts): string {
  const { status, errorType, requestId } = recordOf(fields["record"]);
  const why = [status, errorType].filter((part) => typeof part === "string").join(", ");
  return `${paint("red", "ERROR")} ${printable(`cut off: ${why}`)} ${paint("dim", printable(String(requestId)))}`;
}

function jsonLine({ at, group, text }: LogLine): string {
  const timestamp = new Date(at).toISOString();
  const isJson = factsOf({ at, group, text, id: "" }).fields !== undefined;
  const head = JSON.stringify({ timestamp, group }).slice(0, -1);
  // As it is: what is nested too deeply can be read, but not be written again.
  return printableJson(`${head},"line":${isJson ? text.trim() : JSON.stringify(text)}}`);
}
