/**
 * Secrets of a text that follow their names: `password=x`, `"pin": 1`, `--token x`, headers,
 * parameters of a URL or a form, lists with `;`.
 *
 * Each expression is linear: it begins where a word begins, and repeats nothing that repeats.
 */
import { holdsCodes, isCount, isPlain, isSecretName } from "./secret-names";
import { HIDDEN } from "./secret-shapes";

/**
 * A name, the quote or brackets behind it, and what is before its value; or an option of a command.
 * What is escaped for a URL is looked at as it is: "user%5Bpassword%5D%3Dx".
 */
const PAIR =
  /(?<![\w-])(?:(?:(?<=%)[\dA-F]{2})?([\w-]+)(?:\\*["'`])?((?:\[[\w-]{0,40}\]|%5B[\w-]{0,40}%5D|\]|%5D){0,3})[^\S\r\n]*(=>|[:=]{1,2}|%3[AD])[^\S\r\n]*|(--[\w-]+)[^\S\r\n]+)/gi;
/** {"key": "password", "value": "..."} */
export const NAME_FIELD = /^(?:key|name|field|header|k)$/i;
export const VALUE_FIELD = /^(?:value|val|v)$/i;
/** Secrets as parameters of a URL or a form, and ordinary words elsewhere. */
const PARAMETER = /^(?:code|key|ticket|hash)$/i;
/** Of a country, a language, a currency. */
const ISO_CODE = /^[A-Z]{2,3}(?:-[A-Z]{2,3})?$/;
/** What a schema or a form says of a value: "password: must be longer". */
const COMPLAINT =
  /(?:Invalid [a-z]+\b|Too (?:small|big|short|long)\b|(?:must|should|has to|cannot|can't) (?:be|have|not|contain|match|include)\b|(?:expected|required)\b(?![^\S\r\n]*\w*\d))/iy;

interface Pair {
  readonly name: string;
  /** "user" of "user[name]"; else the same as the name, or none. */
  readonly owner: string;
  readonly separator: string;
  /** Where the name begins, and where its value does. */
  readonly index: number;
  readonly start: number;
}

type Range = readonly [from: number, to: number];

export function hideNamed(text: string): string {
  // Most texts have no pair.
  if (!/[:=]|--|%3/.test(text)) return text;
  const expression = new RegExp(PAIR);
  let hidden = "";
  let done = 0;
  let isNamed = false;
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
    const [, field = "", brackets = "", separator = "", option = ""] = match;
    const pair = {
      name: nameIn(brackets) ?? (field || option),
      owner: field,
      separator,
      index: match.index,
      start: expression.lastIndex,
    };
    const { name, start } = pair;
    const isSecret = isSecretIn(text, pair) || (isNamed && VALUE_FIELD.test(name));
    if (!isSecret && NAME_FIELD.test(name))
      isNamed = isSecretName(matchAt(NAME_IN_VALUE, text, start));
    if (!isSecret) continue;
    isNamed = false;
    const range = secretAt(text, pair);
    if (range === undefined) continue;
    const [from, to] = range;
    hidden += text.slice(done, from) + HIDDEN;
    done = to;
    expression.lastIndex = Math.max(to, start);
  }
  return hidden + text.slice(done);
}

/** "name" of "user[0][name]". */
function nameIn(brackets: string): string | undefined {
  if (brackets === "") return undefined;
  return brackets.split(/[[\]]|%5[BD]/i).findLast((part) => /[a-z]/i.test(part));
}

function isSecretIn(text: string, { name, owner, index, start }: Pair): boolean {
  if (isSecretName(name) || (owner !== name && isSecretName(owner))) return true;
  if (PARAMETER.test(name) && "?&#".includes(text.charAt(index - 1) || " ")) return true;
  return holdsCodes(name, () => matchAt(CODES, text, start));
}

const NAME_IN_VALUE = /\\{0,4}["'`]?[\w-]{1,100}/y;
const CODES = /[\d\s[\]"'`,]{3,100}/y;

/** Where a secret begins and ends, if there is one. */
function secretAt(text: string, pair: Pair): Range | undefined {
  const { name, separator, start } = pair;
  if (separator === ":" && matchAt(COMPLAINT, text, start) !== "") return undefined;
  const [from, to] = valueAt(text, start, name);
  const value = text.slice(from, to);
  if (separator === ":" && (value === "" || BLOCK.test(value))) {
    const below = valueBelow(text, from, value !== "");
    if (below !== undefined) return below;
  }
  if (value === "" || isPlain(value)) return undefined;
  if (PARAMETER.test(name) && ISO_CODE.test(value)) return undefined;
  if (isCount(name, value) && !holdsCodes(name, () => value)) return undefined;
  return separator === "=" ? [from, endInList(text, pair, to)] : [from, to];
}

const OPENING = /\\*["'`]/y;
const QUOTED: Readonly<Record<string, RegExp>> = {
  '"': /(?:[^"\\]|\\[^])*/y,
  "'": /(?:[^'\\]|\\[^])*/y,
  "`": /(?:[^`\\]|\\[^])*/y,
};
/** Up to a white space or the next pair: "Server=a;Password=b;Database=c". */
const BARE = /(?:[^\s"'`&;,]|["'`](?=\w)|[;,](?![\w -]{1,40}[=:]))*/y;
/** Credentials with their scheme, which is kept. */
const SCHEME = /(?:Bearer|Basic|Token|ApiKey|Negotiate|NTLM)[^\S\r\n]{1,3}/iy;
const REST_OF_LINE = /[^\r\n"'`]*/y;

/** Where a value begins and ends. */
function valueAt(text: string, start: number, name: string): Range {
  const opening = matchAt(OPENING, text, start);
  if (opening.length === 1) return endOf(QUOTED[opening] ?? BARE, text, start + 1);
  if (opening !== "") {
    // JSON within a text of JSON: \"value\"
    const end = text.indexOf(opening, start + opening.length);
    return [start + opening.length, end === -1 ? text.length : end];
  }
  if (/cookie$/i.test(name)) return endOf(REST_OF_LINE, text, start);
  const scheme = matchAt(SCHEME, text, start);
  if (scheme !== "") return endOf(BARE, text, start + scheme.length);
  if (/authori[sz]ation$/i.test(name)) return endOf(REST_OF_LINE, text, start);
  const isNested = "{[".includes(text.charAt(start) || " ");
  return isNested ? [start, closingBracket(text, start)] : endOf(BARE, text, start);
}

/** YAML's "password: |". */
const BLOCK = /^[|>][+-]?$/;
const LINE_BELOW = /(?:[|>][+-]?)?[^\S\r\n]*\r?\n[^\S\r\n]+/y;
const LONE_WORD = /\S+(?=[^\S\r\n]*(?:[\r\n]|$))/y;

/** A value in a line of its own, indented; without "|", several words are a stack's frame, or prose. */
function valueBelow(text: string, start: number, isBlock: boolean): Range | undefined {
  const space = matchAt(LINE_BELOW, text, start);
  if (space === "") return undefined;
  const from = start + space.length;
  if (isBlock) return endOf(REST_OF_LINE, text, from);
  const word = matchAt(LONE_WORD, text, from);
  const isName = word === "" || word === HIDDEN || ":{[(".includes(word.slice(-1));
  return isName ? undefined : [from, from + word.length];
}

/** " c" of "Password=b c;Database=d". */
const TO_NEXT_IN_LIST = /[^\S\r\n][^;\r\n"'`]{0,200}(?=;[\w -]{1,40}=)/y;
const TO_SEMICOLON = /[^\S\r\n][^;\r\n"'`]*/y;

/** In a list with ";" a value has white space too. */
function endInList(text: string, { index }: Pair, end: number): number {
  const isBehindSemicolon = /;[^\S\r\n]?$/.test(text.slice(Math.max(index - 2, 0), index));
  const rest = isBehindSemicolon ? TO_SEMICOLON : TO_NEXT_IN_LIST;
  return end + matchAt(rest, text, end).length;
}

function matchAt(expression: RegExp, text: string, index: number): string {
  expression.lastIndex = index;
  return expression.exec(text)?.[0] ?? "";
}

function endOf(expression: RegExp, text: string, start: number): Range {
  return [start, start + matchAt(expression, text, start).length];
}

function closingBracket(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    const character = text.charAt(index);
    if ("{[".includes(character)) depth += 1;
    else if ("}]".includes(character)) depth -= 1;
    if (depth === 0) return index + 1;
  }
  return text.length;
}
