/** The need `table`: a DynamoDB table of items that look as a schema says. */
import type * as z from "zod";
import type { DeclaredNeed, Need } from "./need";
import { createTableClient, type TableClient, type TableVerb } from "./table-client";

/** What infra/needs/table.ts makes of it. */
export interface DeclaredTable extends DeclaredNeed {
  readonly kind: "table";
  readonly key: KeyAttribute;
  readonly sort?: KeyAttribute;
  /** TTL attribute. */
  readonly expires?: string;
  readonly may: readonly TableVerb[];
}

/** DynamoDB's types of keys: text and number. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N";
}

/** Names of an item's members of a type; those that a loose object may have besides are not known. */
type NamesOf<Item, Type> = keyof {
  [
    Name in keyof Item as string extends Name ? never : Item[Name] extends Type ? Name : never
  ]: unknown;
} &
  string;

type Optional<Item, Type> = NamesOf<{ [Name in keyof Item]-?: NonNullable<Item[Name]> }, Type>;

export interface TableDefinition<
  Schema extends z.ZodObject,
  Key extends string,
  Sort extends string,
  May extends readonly TableVerb[],
> {
  /** Items: what JSON keeps as it is (no dates, no transforms); read items are checked as well. */
  readonly item: Schema;
  /** Partition key: a text or a number of each item, for example whose it is. */
  readonly key: Key & NamesOf<z.output<Schema>, string | number>;
  /** Sort key: tells the items of one partition apart, and orders them. */
  readonly sort?: Sort & NamesOf<z.output<Schema>, string | number>;
  /** A number of seconds since 1970: items are gone after it, and later deleted at no cost. */
  readonly expires?: Optional<z.output<Schema>, number>;
  /** What `run` does with it, and may do: the client has these methods and no others. */
  readonly may: May;
}

/** Two tools that name the same need share the table; their definitions must be the same. */
export function table<
  Schema extends z.ZodObject,
  const Key extends string,
  const May extends readonly TableVerb[],
  const Sort extends string = never,
>(
  definition: TableDefinition<Schema, Key, Sort, May>,
): Need<Pick<TableClient<z.output<Schema>, Key, Sort>, May[number]>> {
  const { item, key, sort, expires, may } = definition;
  const keys = {
    key: keyAttribute(item, key),
    ...(sort !== undefined && { sort: keyAttribute(item, sort) }),
    ...(expires !== undefined && { expires }),
  };
  const declared: DeclaredTable = { kind: "table", ...keys, may };
  return {
    declared,
    connect: (name) => createTableClient<z.output<Schema>, Key, Sort>({ name, item, ...keys }, may),
  };
}

/** @throws Error for a key that DynamoDB cannot have. */
function keyAttribute(item: z.ZodObject, name: string): KeyAttribute {
  const shape: Readonly<Record<string, z.ZodType | undefined>> = item.shape;
  const type = shape[name]?.def.type;
  if (type === "number") return { name, type: "N" };
  if (type === "string" || type === "enum") return { name, type: "S" };
  throw new Error(
    `table: the key "${name}" is ${type ?? "not in the item"}: a key is a z.string() or a z.number() of the item`,
  );
}
