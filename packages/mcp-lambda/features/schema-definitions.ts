/** What a reference within a schema means: `#/$defs/name`. */
export function definitionNamed(
  $ref: unknown,
  $defs: unknown,
): Record<string, unknown> | undefined {
  if (typeof $ref !== "string") return undefined;
  const name = $ref.replace("#/$defs/", "").replaceAll("~1", "/").replaceAll("~0", "~");
  return ($defs as Readonly<Record<string, Record<string, unknown>>> | undefined)?.[name];
}
