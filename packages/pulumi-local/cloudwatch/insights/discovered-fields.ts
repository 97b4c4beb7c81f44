/**
 * Fields that CloudWatch Logs Insights discovers in a line: `a.b` and `a.0` of its JSON, 200 at most.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
import { isRecord, parseJson, type PlainRecord } from "../untyped-json";
import type { LogEvent } from "./log-store";
import { Moment, type Value, valueOf } from "./values";

const MAX_FIELDS = 200;
/** What is nested deeper is left out. */
const MAX_DEPTH = 100;

/** What a name stands for in a line. */
export type Fields = (name: string) => Value;

/** @param group name of the log group that the line is of. */
export function fieldsOf(event: LogEvent, group: string): Fields {
  return (name) => {
    switch (name) {
      case "@timestamp":
      case "@ingestionTime":
        return new Moment(event.at);
      case "@message":
        return event.text;
      case "@logStream":
        return event.stream;
      case "@log":
        return group;
      case "@requestId":
        return requestId(leavesOf(event));
      default:
        return leavesOf(event).get(name) ?? null;
    }
  };
}

/** The value that a path leads to within a value that jsonParse has made. */
export function memberOf(value: Value, path: readonly string[]): Value {
  let current: unknown = value;
  for (const key of path) {
    if (Array.isArray(current)) current = (current as unknown[])[Number(key)];
    else if (isRecord(current) && Object.hasOwn(current, key)) current = current[key];
    else return null;
  }
  return valueOf(current);
}

type Leaves = ReadonlyMap<string, Value>;

/** Parsed once: every question reads all lines. */
const parsed = new WeakMap<LogEvent, Leaves>();

function leavesOf(event: LogEvent): Leaves {
  let leaves = parsed.get(event);
  if (leaves === undefined) {
    leaves = new Map(jsonLeaves(event.text));
    parsed.set(event, leaves);
  }
  return leaves;
}

function requestId(leaves: Leaves): Value {
  return leaves.get("requestId") ?? leaves.get("record.requestId") ?? null;
}

/** Of the first JSON object in the line; what stands before it is not looked at. */
function* jsonLeaves(text: string): Generator<readonly [name: string, value: Value]> {
  const json = parseJson(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  if (!isRecord(json)) return;
  let count = 0;
  for (const leaf of walk(json, "", 1)) {
    if (count === MAX_FIELDS) return;
    count += 1;
    yield leaf;
  }
}

function* walk(
  container: PlainRecord | readonly unknown[],
  prefix: string,
  depth: number,
): Generator<readonly [name: string, value: Value]> {
  if (depth > MAX_DEPTH) return;
  for (const [key, member] of Object.entries(container)) {
    const name = prefix + key;
    if (Array.isArray(member)) yield* walk(member as unknown[], `${name}.`, depth + 1);
    else if (isRecord(member)) yield* walk(member, `${name}.`, depth + 1);
    else if (member !== null) yield [name, valueOf(member)];
  }
}
