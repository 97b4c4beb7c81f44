/**
 * The record store as a DynamoDB table: its partition key is `key`, its TTL attribute `expiresAt`. TTL
 * deletes late, so that each condition looks at the time itself. Values are kept as JSON texts, since
 * DynamoDB has limits of its own for numbers and depth.
 */
import { randomBytes } from "node:crypto";
import { type AttributeMap, marshall, unmarshall } from "../aws/attribute-values";
import { dynamoDb, dynamoDbIf } from "../aws/dynamo-db";
import type { CounterRule, Json, RecordStore, StoredRecord } from "./record-store";

/** @param table its name. */
export function dynamoStore(table: string): RecordStore {
  const read = async (key: string): Promise<KeptRecord | undefined> => {
    const { Item } = await dynamoDb<{ readonly Item?: AttributeMap }>("GetItem", {
      TableName: table,
      Key: marshall({ key }),
      ConsistentRead: true,
    });
    return Item && (unmarshall(Item) as unknown as KeptRecord);
  };
  /** A write whose answer was lost is sent again, and then meets itself: its mark tells. */
  const put = async (record: StoredRecord, condition: object): Promise<boolean> => {
    const mark = randomBytes(12).toString("base64url");
    const Item = marshall({ ...record, value: JSON.stringify(record.value), mark });
    if (await dynamoDbIf("PutItem", { TableName: table, Item, ...condition })) return true;
    return (await read(record.key))?.mark === mark;
  };
  return {
    get: async (key) => {
      const kept = await read(key);
      if (kept === undefined || kept.expiresAt <= seconds()) return undefined;
      const { version, expiresAt, value } = kept;
      return { key, version, expiresAt, value: JSON.parse(value) as Json };
    },
    insert: (record) =>
      put(
        { ...record, version: 1 },
        {
          ConditionExpression: "attribute_not_exists(#key) OR expiresAt <= :now",
          ExpressionAttributeNames: { "#key": "key" },
          ExpressionAttributeValues: marshall({ ":now": seconds() }),
        },
      ),
    replace: (record) =>
      put(
        { ...record, version: record.version + 1 },
        {
          ConditionExpression: "version = :version AND expiresAt > :now",
          ExpressionAttributeValues: marshall({ ":version": record.version, ":now": seconds() }),
        },
      ),
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

/** As the table has it. */
interface KeptRecord {
  readonly key: string;
  readonly version: number;
  readonly expiresAt: number;
  /** JSON. */
  readonly value: string;
  /** Of the write that it is from. */
  readonly mark: string;
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
