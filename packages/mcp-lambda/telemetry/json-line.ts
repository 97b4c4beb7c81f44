/**
 * JSON as a line: well-formed, and without the characters that some readers end a line at or obey.
 * JSON.stringify leaves DEL, C1 controls (NEL, CSI) and U+2028, U+2029 as they are.
 */
import { wellFormedJson } from "../protocol/well-formed";

const OBEYED = /[\u007f-\u009f\u2028\u2029]/;
const EACH_OBEYED = new RegExp(OBEYED, "g");

export function jsonLine(value: object): string {
  return safeLine(JSON.stringify(value));
}

/** The same for a text of JSON.stringify. */
export function safeLine(json: string): string {
  const line = wellFormedJson(json);
  return OBEYED.test(line) ? line.replace(EACH_OBEYED, escaped) : line;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
