/** DynamoDB's expressions for what a table's client is asked. Names and values are always placeholders. */
import { type AttributeMap, marshall } from "../aws/attribute-values";

/** Of the sort key. */
export type Range<Value> =
  | { readonly equals: Value }
  | { readonly from?: Value; readonly to?: Value }
  | { readonly beginsWith: Value & string };

interface Expression {
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: AttributeMap;
}

/** Collects names and values, each under a placeholder of its own. */
class Placeholders {
  private readonly names: Record<string, string> = {};
  private readonly values: Record<string, unknown> = {};

  name(name: string): string {
    const placeholder = `#${Object.keys(this.names).length}`;
    this.names[placeholder] = name;
    return placeholder;
  }

  value(value: unknown): string {
    const placeholder = `:${Object.keys(this.values).length}`;
    this.values[placeholder] = value;
    return placeholder;
  }

  /** `#name operator :value`. */
  compared(name: string, operator: string, value: unknown): string {
    return `${this.name(name)} ${operator} ${this.value(value)}`;
  }

  get expression(): Expression {
    return {
      ExpressionAttributeNames: this.names,
      ExpressionAttributeValues: marshall(this.values),
    };
  }
}

export interface QueriedPartition {
  readonly key: string;
  readonly value: unknown;
  readonly sort: string | undefined;
}

export function keyCondition(
  { key, value, sort }: QueriedPartition,
  range: Range<unknown> | undefined,
): Expression & { readonly KeyConditionExpression: string } {
  const placeholders = new Placeholders();
  const partition = placeholders.compared(key, "=", value);
  const rest = range === undefined ? [] : rangeConditions(placeholders, sort, range);
  // DynamoDB takes one condition for the sort key.
  const KeyConditionExpression = [partition, ...rest].join(" AND ");
  return { KeyConditionExpression, ...placeholders.expression };
}

function rangeConditions(
  placeholders: Placeholders,
  sort: string | undefined,
  range: Range<unknown>,
): readonly string[] {
  if (sort === undefined) throw new Error("where: the table has no sort key");
  if ("equals" in range) return [placeholders.compared(sort, "=", range.equals)];
  if ("beginsWith" in range) {
    return [`begins_with(${placeholders.name(sort)}, ${placeholders.value(range.beginsWith)})`];
  }
  const { from, to } = range;
  if (from !== undefined && to !== undefined) {
    const between = placeholders.compared(sort, "BETWEEN", from);
    return [`${between} AND ${placeholders.value(to)}`];
  }
  if (from !== undefined) return [placeholders.compared(sort, ">=", from)];
  return to === undefined ? [] : [placeholders.compared(sort, "<=", to)];
}

export interface ItemChange {
  readonly set?: object;
  readonly add?: object;
  readonly only?: object;
}

/** Attributes that a change looks at. */
export interface ChangeNames {
  readonly key: string;
  readonly expires?: string;
}

/** @throws Error for a change that changes nothing, or with a condition that says nothing. */
export function updateExpression(
  { key, expires }: ChangeNames,
  { set = {}, add = {}, only = {} }: ItemChange,
): Expression & { readonly UpdateExpression: string; readonly ConditionExpression: string } {
  const placeholders = new Placeholders();
  const given = (members: object): [string, unknown][] =>
    Object.entries(members).filter(([, value]) => value !== undefined);
  const sets = given(set).map(([name, value]) => placeholders.compared(name, "=", value));
  const additions = given(add).map(
    ([name, value]) => `${placeholders.name(name)} ${placeholders.value(value)}`,
  );
  if (sets.length + additions.length === 0) throw new Error("update: nothing to set or to add");
  const parts = [
    ...(sets.length > 0 ? [`SET ${sets.join(", ")}`] : []),
    ...(additions.length > 0 ? [`ADD ${additions.join(", ")}`] : []),
  ];
  const conditions = [
    `attribute_exists(${placeholders.name(key)})`,
    ...(expires === undefined ? [] : [notExpired(placeholders, expires)]),
    ...Object.entries(only).map(([name, value]) => {
      if (value !== undefined) return placeholders.compared(name, "=", value);
      throw new Error(`update: only.${name} is undefined, which no item is compared with`);
    }),
  ];
  return {
    UpdateExpression: parts.join(" "),
    ConditionExpression: conditions.join(" AND "),
    ...placeholders.expression,
  };
}

/** TTL deletes days later. */
function notExpired(placeholders: Placeholders, expires: string): string {
  const name = placeholders.name(expires);
  const now = placeholders.value(Math.floor(Date.now() / 1000));
  return `(attribute_not_exists(${name}) OR ${name} > ${now})`;
}
