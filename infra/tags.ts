/**
 * What AWS takes as tags of a resource, of all services that this program uses.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
export type Tags = Readonly<Record<string, string>>;

/** Of a resource, those that AWS adds by itself left out. */
const MAX_TAGS = 50;
const MAX_KEY = 128;
const MAX_VALUE = 256;
const CHARACTERS = /^[\p{L}\p{N}\p{Z}_.:/=+\-@]*$/u;

/** From `{"team": "orders"}`; numbers and `true` are texts too, as YAML has them. Undefined for anything else. */
export function parseTags(text: string): Tags | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
  const entries = Object.entries(parsed as Readonly<Record<string, unknown>>);
  const isPlain = entries.every(([, value]) =>
    ["string", "number", "boolean"].includes(typeof value),
  );
  if (!isPlain) return undefined;
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

/** Why AWS would refuse them, each reason a text that begins with the tag; empty when it would not. */
export function whyNoTags(tags: Tags): readonly string[] {
  const keys = Object.keys(tags);
  const tooMany = keys.length > MAX_TAGS ? [`${keys.length} are more than ${MAX_TAGS}`] : [];
  const single = Object.entries(tags).flatMap(([key, value]) => {
    const reason = whyNoTag(key, value);
    return reason === undefined ? [] : [`"${key}" ${reason}`];
  });
  return [...tooMany, ...single, ...keys.flatMap(sameButForCase(keys))];
}

function whyNoTag(key: string, value: string): string | undefined {
  if (key === "") return "is not a key";
  if (key.length > MAX_KEY) return `is longer than ${MAX_KEY} characters`;
  if (/^aws:/i.test(key)) return "begins with aws:, which AWS keeps for itself";
  if (!CHARACTERS.test(key))
    return "has other characters than letters, digits, spaces and _.:/=+-@";
  if (value.length > MAX_VALUE) return `has a value of more than ${MAX_VALUE} characters`;
  if (!CHARACTERS.test(value)) {
    return "has a value with other characters than letters, digits, spaces and _.:/=+-@";
  }
  return undefined;
}

/** IAM takes "Team" and "team" for one: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
function sameButForCase(keys: readonly string[]): (key: string, at: number) => readonly string[] {
  const lower = keys.map((key) => key.toLowerCase());
  return (key, at) => {
    const first = lower.indexOf(key.toLowerCase());
    return first === at ? [] : [`"${key}" differs from "${keys[first] ?? ""}" in case alone`];
  };
}
