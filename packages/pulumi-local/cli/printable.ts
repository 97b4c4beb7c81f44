/**
 * Printable text for a terminal: what a terminal obeys, what ends a line, and what turns the order of
 * characters around is shown as an escape. Texts of callers and tools are written to the console.
 */

/** Controls (C0, DEL, C1), line and paragraph separators, and marks of writing direction. */
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text of one line; tabs are kept. */
export function printable(text: string): string {
  return text.replace(OBEYED, (character) => (character === "\t" ? "\t" : escaped(character)));
}

/** A text of several lines. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** A text of JSON, which says the same. */
export function printableJson(json: string): string {
  // As they are, there are no controls but between its tokens.
  return json.replace(OBEYED, (character) =>
    /\s/.test(character) && character < " " ? " " : unicodeEscape(character),
  );
}

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r" };

function escaped(character: string): string {
  return SHORT[character] ?? unicodeEscape(character);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
