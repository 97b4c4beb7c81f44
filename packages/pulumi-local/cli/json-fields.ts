/** JSON of others, as far as it is an object. */

export type Fields = Readonly<Record<string, unknown>>;

/** An array too; undefined for what is none or not JSON. */
export function parseObject(text: string): Fields | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
