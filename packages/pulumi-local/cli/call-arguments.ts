/** A tool's arguments as a command line gives them: one text of JSON, or NAME=VALUE words. */
import { isObject, type JsonObject } from "../page/server/call";
import { UserError } from "../user-error";

/** NAME=VALUE: such words need no quotes in any shell. */
export function isPair(word: string): boolean {
  return /^[\w-]+=/.test(word);
}

/**
 * A VALUE that is JSON is what it says (10, true, [1]), and any other a text.
 *
 * @throws UserError
 */
export function readToolArguments(words: readonly string[], usage: string): JsonObject {
  const [first = "{}", ...others] = words;
  if (words.length > 0 && words.every(isPair)) return Object.fromEntries(words.map(pairOf));
  let value: unknown;
  try {
    value = JSON.parse(first);
  } catch {
    // Said below.
  }
  if (isObject(value) && others.length === 0) return value;
  const given = words.join(" ");
  throw new UserError(
    `The arguments are neither a JSON object nor NAME=VALUE words: ${given}\n\n${usage}`,
  );
}

function pairOf(word: string): readonly [string, unknown] {
  const at = word.indexOf("=");
  const text = word.slice(at + 1);
  try {
    return [word.slice(0, at), JSON.parse(text)];
  } catch {
    return [word.slice(0, at), text];
  }
}
