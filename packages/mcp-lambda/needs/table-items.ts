/** Items of a table: their keys, what their schema says of them, and which have expired. */
import * as z from "zod";
import { type AttributeMap, marshall, unmarshall } from "../aws/attribute-values";
import { dynamoDb } from "../aws/dynamo-db";
import { parseValue } from "../features/parse-value";
import type { TableRules } from "./table-client";

export type AnyItem = Readonly<Record<string, unknown>>;

interface Page {
  readonly Items?: readonly AttributeMap[];
  readonly LastEvaluatedKey?: AttributeMap;
}

const DEFAULT_LIMIT = 100;

export class TableItems {
  constructor(private readonly rules: TableRules) {}

  /** @throws Error that names the member that is missing. */
  keyOf(item: AnyItem): AttributeMap {
    const { key, sort } = this.rules;
    const names = [key, sort].flatMap((attribute) => attribute?.name ?? []);
    for (const name of names) {
      if (item[name] === undefined) throw new Error(`the key of an item needs "${name}"`);
    }
    return marshall(Object.fromEntries(names.map((name) => [name, item[name]])));
  }

  /** @throws Error that says what is wrong with the item. */
  async checked(item: unknown): Promise<AnyItem> {
    const parsed = await parseValue(this.rules.item, item);
    if ("value" in parsed) return parsed.value;
    throw new Error(`not an item of the table: ${parsed.issues}`);
  }

  /** The same of some members of an item: the schema's defaults, and what it asks of the whole, are not for them. */
  async checkedChange(members: AnyItem): Promise<AnyItem> {
    const { def } = this.rules.item;
    const shape = this.rules.item.shape as Readonly<Record<string, z.ZodType>>;
    const given = Object.entries(members).filter(([, value]) => value !== undefined);
    const named = given.flatMap(([name]) => {
      const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
      return schema === undefined ? [] : [[name, schema] as const];
    });
    const some = z.object(Object.fromEntries(named));
    const schema = def.catchall === undefined ? some : some.catchall(def.catchall);
    const parsed = await parseValue(schema, Object.fromEntries(given));
    if ("value" in parsed) return parsed.value;
    throw new Error(`not members of an item of the table: ${parsed.issues}`);
  }

  /** Those that have not expired. @throws Error for one that is not as the schema says now. */
  async read(items: readonly AttributeMap[]): Promise<readonly AnyItem[]> {
    const { expires } = this.rules;
    const now = Date.now() / 1000;
    const there = items
      .map((item) => unmarshall(item))
      .filter((item) => expires === undefined || !(Number(item[expires]) <= now));
    return Promise.all(there.map((item) => this.checked(item)));
  }

  /** Page by page, up to the limit. */
  async list(
    operation: "Query" | "Scan",
    input: object,
    limit = DEFAULT_LIMIT,
  ): Promise<readonly AnyItem[]> {
    const found: AnyItem[] = [];
    let ExclusiveStartKey: AttributeMap | undefined;
    do {
      const Limit = limit - found.length;
      const page = await dynamoDb<Page>(operation, { ...input, Limit, ExclusiveStartKey });
      found.push(...(await this.read(page.Items ?? [])));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined && found.length < limit);
    return found;
  }

  /** Condition of a write: there is no item of this key, or it has expired. */
  isFree(): object {
    const { key, expires } = this.rules;
    const names = { "#key": key.name };
    const isNew = "attribute_not_exists(#key)";
    if (expires === undefined) {
      return { ConditionExpression: isNew, ExpressionAttributeNames: names };
    }
    return {
      ConditionExpression: `${isNew} OR #expires <= :now`,
      ExpressionAttributeNames: { ...names, "#expires": expires },
      ExpressionAttributeValues: marshall({ ":now": Math.floor(Date.now() / 1000) }),
    };
  }
}
