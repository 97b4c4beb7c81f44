/** Tables that a program declares, as DynamoDB's API takes and describes them. */
import { type DeclaredProgram, type DeclaredResource, ofType } from "../program/declared";

type Fields = Readonly<Record<string, unknown>>;

export interface TableKeys {
  readonly KeySchema: readonly Fields[];
  readonly AttributeDefinitions: readonly Fields[];
  readonly GlobalSecondaryIndexes?: readonly Fields[];
  readonly LocalSecondaryIndexes?: readonly Fields[];
}

export interface DeclaredTable {
  readonly name: string;
  /** For example "owner, id". */
  readonly keyText: string;
  /** Attribute with the time at which AWS deletes an item; "" for none. Nothing expires here. */
  readonly expires: string;
  readonly keys: TableKeys;
}

/** Sorted by name. */
export function declaredTables(program: DeclaredProgram): readonly DeclaredTable[] {
  const tables = ofType(program, "aws:dynamodb/table:Table").map(declaredTable);
  return tables.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function declaredTable(resource: DeclaredResource): DeclaredTable {
  const { inputs, outputs } = resource;
  const ttl = inputs["ttl"] as { attributeName?: string; enabled?: boolean } | undefined;
  const globals = listOf(inputs["globalSecondaryIndexes"]);
  const locals = listOf(inputs["localSecondaryIndexes"]).map((index) => ({
    ...index,
    hashKey: inputs["hashKey"],
  }));
  const keySchema = schemaOf(inputs);
  return {
    name: String(outputs["name"]),
    keyText: keySchema.map(({ AttributeName }) => String(AttributeName)).join(", "),
    expires: ttl?.enabled === false ? "" : (ttl?.attributeName ?? ""),
    keys: {
      KeySchema: keySchema,
      AttributeDefinitions: listOf(inputs["attributes"]).map(({ name, type }) => ({
        AttributeName: name,
        AttributeType: type,
      })),
      ...(globals.length > 0 && { GlobalSecondaryIndexes: globals.map(indexOf) }),
      ...(locals.length > 0 && { LocalSecondaryIndexes: locals.map(indexOf) }),
    },
  };
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

function schemaOf({ hashKey, rangeKey }: Fields): readonly Fields[] {
  const range = { AttributeName: rangeKey, KeyType: "RANGE" };
  return [{ AttributeName: hashKey, KeyType: "HASH" }, ...(rangeKey === undefined ? [] : [range])];
}

function indexOf(index: Fields): Fields {
  const { name, projectionType, nonKeyAttributes } = index;
  return {
    IndexName: name,
    KeySchema: schemaOf(index),
    Projection: {
      ProjectionType: projectionType,
      ...(nonKeyAttributes !== undefined && { NonKeyAttributes: nonKeyAttributes }),
    },
  };
}

/** Keys and indexes in an order that does not matter: equal texts are equal keys. */
export function keyFacts(table: TableKeys): string {
  const { KeySchema, AttributeDefinitions } = table;
  const sorted = (list: readonly Fields[] = []): unknown[] =>
    list
      .map(({ AttributeName, AttributeType, IndexName, KeySchema: keys, Projection }) =>
        JSON.stringify([AttributeName, AttributeType, IndexName, keys, Projection]),
      )
      .sort();
  return JSON.stringify([
    KeySchema,
    sorted(AttributeDefinitions),
    sorted(table.GlobalSecondaryIndexes),
    sorted(table.LocalSecondaryIndexes),
  ]);
}
