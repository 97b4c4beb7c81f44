/**
 * The record store as a DynamoDB table: its partition key is `key`, its TTL attribute `expiresAt`. TTL
 * deletes late, so that each condition looks at the time itself.
 */
import { type AttributeMap, marshall, unmarshall } from "../aws/attribute-values";
import { dynamoDb, dynamoDbIf } from "../aws/dynamo-db";
import type { CounterRule, RecordStore, StoredRecord } from "./record-store";

/** @param table its name. */
export function dynamoStore(table: string): RecordStore {
  return {
    get: async (key) => {
      const { Item } = await dynamoDb<{ readonly Item?: AttributeMap }>("GetItem", {
        TableName: table,
        Key: marshall({ key }),
        ConsistentRead: true,
      });
      if (Item === undefined) return undefined;
      const record = unmarshall(Item) as unknown as StoredRecord;
      return record.expiresAt > seconds() ? record : undefined;
    },
    insert: (record) =>
      dynamoDbIf("PutItem", {
        TableName: table,
        Item: itemOf({ ...record, version: 1 }),
        ConditionExpression: "attribute_not_exists(#key) OR expiresAt <= :now",
        ExpressionAttributeNames: { "#key": "key" },
        ExpressionAttributeValues: marshall({ ":now": seconds() }),
      }),
    replace: (record) =>
      dynamoDbIf("PutItem", {
        TableName: table,
        Item: itemOf({ ...record, version: record.version + 1 }),
        ConditionExpression: "version = :version AND expiresAt > :now",
        ExpressionAttributeValues: marshall({ ":version": record.version, ":now": seconds() }),
      }),
    add: async (key, by, rule) => {
      const counter = { table, key, by, rule };
      // One that has expired begins anew, and only once: who was second there adds after all.
      return (
        (await addTo(counter)) || (by > 0 && ((await restart(counter)) || (await addTo(counter))))
      );
    },
    remove: async (key) => {
      await dynamoDb("DeleteItem", { TableName: table, Key: marshall({ key }) });
    },
  };
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

function itemOf({ key, value, expiresAt, version }: StoredRecord): AttributeMap {
  return marshall({ key, value, expiresAt, version });
}

interface Counter {
  readonly table: string;
  readonly key: string;
  readonly by: number;
  readonly rule: CounterRule;
}

/** What a counter may be before something is added to it. */
function addTo({ table, key, by, rule: { max, expiresAt } }: Counter): Promise<boolean> {
  const bound = by > 0 ? "(attribute_not_exists(#count) OR #count <= :bound)" : "#count >= :bound";
  const highest = max === undefined ? Number.MAX_SAFE_INTEGER : max - by;
  return dynamoDbIf("UpdateItem", {
    TableName: table,
    Key: marshall({ key }),
    UpdateExpression: "SET #count = if_not_exists(#count, :zero) + :by, expiresAt = :end",
    ConditionExpression: `(attribute_not_exists(#key) OR expiresAt > :now) AND ${bound}`,
    ExpressionAttributeNames: { "#key": "key", "#count": "count" },
    ExpressionAttributeValues: marshall({
      ":zero": 0,
      ":by": by,
      ":end": expiresAt,
      ":now": seconds(),
      ":bound": by > 0 ? highest : -by,
    }),
  });
}

function restart({
  table,
  key,
  by,
  rule: { max = Infinity, expiresAt },
}: Counter): Promise<boolean> {
  if (by > max) return Promise.resolve(false);
  return dynamoDbIf("PutItem", {
    TableName: table,
    Item: marshall({ key, count: by, expiresAt }),
    ConditionExpression: "expiresAt <= :now",
    ExpressionAttributeValues: marshall({ ":now": seconds() }),
  });
}
