/** Reads a declared table for the page: its first items as JSON has them, and how many there are. */
import type { DeclaredTable } from "./declared-table";
import type { LocalDynamoDb } from "./dynamodb";
import { type Item, plainItem } from "./plain-item";
import type { TableView } from "./table-view";

const MAX_ITEMS = 50;

export async function readTable(
  dynamoDb: LocalDynamoDb,
  { name, keyText, expires }: DeclaredTable,
): Promise<TableView> {
  const first = await dynamoDb.call("Scan", { TableName: name, Limit: MAX_ITEMS });
  const items = (first["Items"] as readonly Item[]).map(plainItem);
  let count = items.length;
  for (let at = first["LastEvaluatedKey"]; at !== undefined;) {
    const input = { TableName: name, Select: "COUNT", ExclusiveStartKey: at };
    const next = await dynamoDb.call("Scan", input);
    count += Number(next["Count"]);
    at = next["LastEvaluatedKey"];
  }
  return { name, keyText, expires, count, items };
}
