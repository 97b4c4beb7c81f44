/** Client of a table: what a tool does with its items, checked by their schema. */
import type * as z from "zod";
import { AwsFailure } from "../aws/aws-json";
import { type AttributeMap, marshall } from "../aws/attribute-values";
import { dynamoDb, dynamoDbIf } from "../aws/dynamo-db";
import type { KeyAttribute } from "./table";
import { keyCondition, type Range, updateExpression } from "./table-expressions";
import { type AnyItem, TableItems } from "./table-items";

/** Each is one action of DynamoDB, and one that the function's role gets. */
export type TableVerb = "get" | "put" | "update" | "delete" | "query" | "scan";

export interface ListOptions {
  /** Most items that are read; default 100. */
  readonly limit?: number;
}

export interface QueryOptions<SortValue> extends ListOptions {
  /** By the sort key; default: all. */
  readonly where?: Range<SortValue>;
  /** From the last one backwards; default false. */
  readonly newestFirst?: boolean;
}

export interface Change<Item> {
  readonly set?: Partial<Item>;
  /** Added to numbers, which begin with 0. */
  readonly add?: { readonly [Name in keyof Item]?: Addend<Item[Name]> };
  /** Members that the item must have for it; default: it must exist. */
  readonly only?: Partial<Item>;
}

/** Nothing is known of what a loose object has besides its members. */
type Addend<Value> = Value extends number | undefined
  ? number
  : unknown extends Value
    ? number
    : never;

/** All reads see the latest writes. What DynamoDB refuses is thrown. */
export interface TableClient<Item, Key extends string, Sort extends string> {
  /** Undefined where there is none, or it has expired. */
  readonly get: (key: KeyOf<Item, Key, Sort>) => Promise<Item | undefined>;
  /**
   * Writes an item, in place of the one with the same key.
   *
   * @returns false where `ifNew` is set and there is one already.
   * @throws Error that says what is wrong with the item.
   */
  readonly put: (item: Item, options?: { readonly ifNew?: boolean }) => Promise<boolean>;
  /** @returns the changed item; undefined where there is none, or `only` does not hold. */
  readonly update: (key: KeyOf<Item, Key, Sort>, change: Change<Item>) => Promise<Item | undefined>;
  /** Also where there is none. */
  readonly delete: (key: KeyOf<Item, Key, Sort>) => Promise<void>;
  /** Items of one partition, in the order of the sort key. */
  readonly query: (
    partition: Pick<Item, Key & keyof Item>,
    options?: QueryOptions<Sort extends keyof Item ? Item[Sort] : never>,
  ) => Promise<readonly Item[]>;
  /** Items of all partitions, in no order: it reads, and costs, the entire table up to the limit. */
  readonly scan: (options?: ListOptions) => Promise<readonly Item[]>;
}

type KeyOf<Item, Key extends string, Sort extends string> = Pick<Item, (Key | Sort) & keyof Item>;

export interface TableRules {
  /** The table's. */
  readonly name: string;
  readonly item: z.ZodObject;
  readonly key: KeyAttribute;
  readonly sort?: KeyAttribute;
  readonly expires?: string;
}

/** @param may the methods that it has. */
export function createTableClient<Item extends object, Key extends string, Sort extends string>(
  rules: TableRules,
  may: readonly TableVerb[],
): TableClient<Item, Key, Sort> {
  const all = allMethods(rules);
  const client = Object.fromEntries(may.map((verb) => [verb, all[verb]]));
  return client as unknown as TableClient<Item, Key, Sort>;
}

/** For items of any shape: the types above say which. */
type Methods = { readonly [Verb in TableVerb]: TableClient<AnyItem, string, string>[Verb] };

function allMethods(rules: TableRules): Methods {
  const { name: TableName, key } = rules;
  const items = new TableItems(rules);
  return {
    get: async (keys) => {
      const input = { TableName, Key: items.keyOf(keys), ConsistentRead: true };
      const { Item } = await dynamoDb<{ readonly Item?: AttributeMap }>("GetItem", input);
      const [item] = await items.read(Item === undefined ? [] : [Item]);
      return item;
    },
    put: async (item, { ifNew = false } = {}) => {
      const Item = marshall(await items.checked(item));
      const isFree = items.isFree();
      return await dynamoDbIf("PutItem", { TableName, Item, ...(ifNew && isFree) });
    },
    update: async (keys, change) => {
      const set = await items.checkedChange(change.set ?? {});
      const { expires } = rules;
      const names = { key: key.name, ...(expires !== undefined && { expires }) };
      const rest = { Key: items.keyOf(keys), ...updateExpression(names, { ...change, set }) };
      const changed = await updated({ TableName, ...rest, ReturnValues: "ALL_NEW" });
      const [item] = await items.read(changed === undefined ? [] : [changed]);
      return item;
    },
    delete: async (keys) => {
      await dynamoDb("DeleteItem", { TableName, Key: items.keyOf(keys) });
    },
    query: (partition, { limit, where, newestFirst = false } = {}) => {
      const queried = { key: key.name, value: partition[key.name], sort: rules.sort?.name };
      const input = { ...keyCondition(queried, where), ScanIndexForward: !newestFirst };
      return items.list("Query", { TableName, ConsistentRead: true, ...input }, limit);
    },
    scan: ({ limit } = {}) => items.list("Scan", { TableName, ConsistentRead: true }, limit),
  };
}

/** The item as it is then; undefined where the condition does not hold. */
async function updated(input: object): Promise<AttributeMap | undefined> {
  try {
    const { Attributes } = await dynamoDb<{ readonly Attributes?: AttributeMap }>(
      "UpdateItem",
      input,
    );
    return Attributes;
  } catch (error) {
    if (error instanceof AwsFailure && error.code === "ConditionalCheckFailedException") {
      return undefined;
    }
    throw error;
  }
}
