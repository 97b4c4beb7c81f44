/**
 * Tasks of a program: rows of the table that a function has in its variable STATE_TABLE, of which each has
 * the key `task/<id>` and JSON in `value`.
 */
import { type DeclaredProgram, ofType } from "../program/declared";
import type { LocalDynamoDb } from "./dynamodb";
import { plainItem, type Item } from "./plain-item";
import type { TaskView } from "./task-view";

const STATE_TABLE = "STATE_TABLE";
/** What else begins so belongs to a task, and has further parts. */
const KEY = /^task\/[\w-]+$/;
const MAX_TASKS = 50;

/** The table's name; undefined where no function has one. */
export function stateTable(program: DeclaredProgram): string | undefined {
  for (const { inputs } of ofType(program, "aws:lambda/function:Function")) {
    const environment = inputs["environment"] as { variables?: object } | undefined;
    const variables = (environment?.variables ?? {}) as Readonly<Record<string, unknown>>;
    const name = variables[STATE_TABLE];
    if (typeof name === "string" && name !== "") return name;
  }
  return undefined;
}

interface Row {
  readonly key: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  readonly value: {
    readonly id?: string;
    readonly tool?: string;
    readonly status?: string;
    readonly statusMessage?: string;
    readonly createdAt?: string;
    /** Milliseconds since 1970. */
    readonly work?: { readonly until?: number };
  };
}

const NAMES = { "#key": "key", "#value": "value", "#expiresAt": "expiresAt" };

export async function readTasks(dynamoDb: LocalDynamoDb, table: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let from: unknown;
  do {
    const { Items, LastEvaluatedKey } = await dynamoDb.call("Scan", {
      TableName: table,
      FilterExpression: "begins_with(#key, :task)",
      ProjectionExpression: Object.keys(NAMES).join(", "),
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: { ":task": { S: "task/" } },
      ...(from !== undefined && { ExclusiveStartKey: from }),
    });
    rows.push(...(Items as readonly Item[]).map(rowOf));
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return rows.filter(({ key }) => KEY.test(key));
}

function rowOf(item: Item): Row {
  const { key, expiresAt, value } = plainItem(item);
  return { key: String(key), expiresAt: Number(expiresAt), value: valueIn(String(value)) };
}

function valueIn(json: string): Row["value"] {
  try {
    return JSON.parse(json) as Row["value"];
  } catch {
    return {};
  }
}

/** Those that are not over first, and of each the newest. @param now milliseconds since 1970. */
export function taskViews(rows: readonly Row[], now: number): readonly TaskView[] {
  return rows
    .filter(({ expiresAt }) => expiresAt * 1_000 > now)
    .map(({ value }) => viewOf(value, now))
    .sort((one, other) => rank(one) - rank(other) || other.since - one.since)
    .slice(0, MAX_TASKS);
}

function viewOf({ id, tool, status, ...rest }: Row["value"], now: number): TaskView {
  const { statusMessage = "", createdAt = "", work } = rest;
  // It is found out to have failed when somebody asks for it.
  const isSilent = status === "working" && (work?.until ?? now) < now;
  return {
    id: id ?? "",
    tool: tool ?? "",
    status: status ?? "",
    message: isSilent ? `${statusMessage} Nothing is heard of its worker.`.trim() : statusMessage,
    since: Date.parse(createdAt) || 0,
  };
}

function rank({ status }: TaskView): number {
  return status === "working" || status === "input_required" ? 0 : 1;
}
