/** Tables of a program in the local DynamoDB: made as declared, and shown. */
import { UserError } from "../user-error";
import { type DeclaredTable, keyFacts, type TableKeys } from "./declared-table";
import { DynamoDbError, type LocalDynamoDb } from "./dynamodb";
import { readTable } from "./read-table";
import type { TableView } from "./table-view";

/**
 * Makes the tables that are not there yet, and anew those whose keys are others; tables that are no
 * longer declared stay as they are.
 *
 * @param onNotice receives a line for each table that loses its items.
 * @throws UserError
 */
export async function makeTables(
  dynamoDb: LocalDynamoDb,
  tables: readonly DeclaredTable[],
  onNotice: (text: string) => void,
): Promise<void> {
  for (const { name, keys } of tables) {
    const existing = await describe(dynamoDb, name);
    if (existing !== undefined && keyFacts(existing) === keyFacts(keys)) continue;
    if (existing !== undefined) {
      await dynamoDb.call("DeleteTable", { TableName: name });
      while ((await describe(dynamoDb, name)) !== undefined) await aMoment();
      onNotice(`The table ${name} has other keys or indexes now, so it begins empty.`);
    }
    const billing = { BillingMode: "PAY_PER_REQUEST" };
    await dynamoDb
      .call("CreateTable", { TableName: name, ...keys, ...billing })
      .catch((error: unknown) => refuse(name, error));
    while ((await describe(dynamoDb, name))?.TableStatus !== "ACTIVE") await aMoment();
  }
}

/** @throws UserError with what DynamoDB has against the declaration. */
function refuse(name: string, error: unknown): never {
  if (!(error instanceof DynamoDbError)) throw error;
  throw new UserError(`The table ${name} cannot be made: ${error.message}`);
}

type DescribedTable = TableKeys & { readonly TableStatus: string };

async function describe(
  dynamoDb: LocalDynamoDb,
  name: string,
): Promise<DescribedTable | undefined> {
  try {
    return (await dynamoDb.call("DescribeTable", { TableName: name }))["Table"] as DescribedTable;
  } catch (error) {
    if (error instanceof DynamoDbError && error.type === "ResourceNotFoundException")
      return undefined;
    throw error;
  }
}

async function aMoment(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Reads tables for the page, only when one of them may have changed. */
export function tableReader(
  dynamoDb: LocalDynamoDb,
): (tables: readonly DeclaredTable[]) => Promise<readonly TableView[]> {
  return whenChanged(dynamoDb, (tables) =>
    Promise.all(tables.map((table) => readTable(dynamoDb, table))),
  );
}

/** Reads anew for another subject, or when something was written since. */
export function whenChanged<Subject, Read>(
  dynamoDb: LocalDynamoDb,
  read: (subject: Subject) => Promise<Read>,
): (subject: Subject) => Promise<Read> {
  let last: { readonly key: string; readonly result: Promise<Read> } | undefined;
  return (subject) => {
    const key = JSON.stringify([dynamoDb.changes, subject]);
    if (last?.key !== key) {
      const result = read(subject);
      result.catch(() => (last = undefined));
      last = { key, result };
    }
    return last.result;
  };
}
