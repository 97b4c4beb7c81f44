/** Items of a table: their keys, what their schema says of them, and which have expired. */
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

  /** The same of some members of an item. */
  async checkedChange(members: unknown): Promise<AnyItem> {
    const parsed = await parseValue(this.rules.item.partial(), members);
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
