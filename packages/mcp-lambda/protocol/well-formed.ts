/**
 * Well-formed Unicode: half of a surrogate pair, as a text cut through an emoji has it, is escaped by
 * JSON.stringify (`"\ud83d"`), and strict parsers refuse that. https://tc39.es/ecma262/#sec-jsonquote
 */

/** Each escape of a JSON text, so that the backslash of an escaped backslash begins no other one. */
const ESCAPES = /\\(?:u(d[89a-f][0-9a-f]{2})|[^])/g;

/** A text of JSON.stringify with U+FFFD in place of each lone surrogate. */
export function wellFormedJson(json: string): string {
  if (!json.includes("\\ud")) return json;
  return json.replace(ESCAPES, (escape, lone?: string) => (lone === undefined ? escape : "\ufffd"));
}
