/**
 * Values as DynamoDB has them: what JSON has, and nothing else. The AWS SDK's own converter comes with
 * Lambda's runtime, and takes 30 ms to be loaded from there (docs/decisions/0014).
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: AttributeMap };

export type AttributeMap = { readonly [name: string]: AttributeValue };

/** Members that are undefined are left out. @throws Error that names what JSON does not have. */
export function marshall(item: object): AttributeMap {
  const entries = Object.entries(item).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, toValue(value, name)] as const],
  );
  return Object.fromEntries(entries);
}

function toValue(value: unknown, where: string): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "boolean") return { BOOL: value };
  if (value === null) return { NULL: true };
  if (typeof value === "number" && Number.isFinite(value)) return { N: String(value) };
  if (Array.isArray(value)) {
    return { L: value.map((item, index) => toValue(item ?? null, `${where}[${index}]`)) };
  }
  const isPlain = typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
  if (isPlain) return { M: marshall(value) };
  throw new Error(`"${where}" is ${nameOf(value)}, which JSON does not have`);
}

function nameOf(value: unknown): string {
  if (typeof value === "object" && value !== null) return `a ${value.constructor.name}`;
  return typeof value === "number" ? String(value) : `a ${typeof value}`;
}

/** @throws Error for what this program has not written: binary values, and sets. */
export function unmarshall(item: AttributeMap): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, fromValue(value, name)]),
  );
}

function fromValue(value: AttributeValue, where: string): unknown {
  if ("S" in value) return value.S;
  if ("N" in value) return Number(value.N);
  if ("BOOL" in value) return value.BOOL;
  if ("NULL" in value) return null;
  if ("L" in value) return value.L.map((item) => fromValue(item, where));
  if ("M" in value) return unmarshall(value.M);
  throw new Error(`"${where}" is of a type that JSON does not have: ${Object.keys(value).join()}`);
}
