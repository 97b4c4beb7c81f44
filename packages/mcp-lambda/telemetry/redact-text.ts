/**
 * Redaction of a text: what follows the name of a secret (`password=x`, `"pin": 1`, `--token x`,
 * headers, parameters of a URL), passwords in URLs, and what has the shape of a well-known secret.
 *
 * Each expression is linear: it begins where a word begins, and repeats nothing that repeats.
 */
import { clip, cut } from "./cut";
import { isCount, isSecretName } from "./secret-names";
import { HIDDEN, hideShapes } from "./secret-shapes";

/** Behind the cut of what is looked at there may be half of a secret: so much is dropped. */
const MAX_HALF = 300;

/** At most `max` characters of a text, without secrets. */
export function redactText(text: string, max: number): string {
  const whole = text.length <= max * 2;
  const seen = whole ? text : withoutHalf(text.slice(0, max * 2));
  const known = hideShapes(hideUrlPasswords(hideElements(hideNamed(seen))));
  if (whole) return cut(known, max);
  return `${clip(known, max)}… (${text.length})`;
}

function withoutHalf(text: string): string {
  let end = text.length;
  while (end > text.length - MAX_HALF && !/[\s"',;&]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** A name, the quote behind it, and what is before its value; or an option of a command. */
const PAIR =
  /(?<![\w-])(?:([\w-]+)(?:\\*["'`])?(?:\]|%5D)?[^\S\r\n]{0,3}(?:=>|[:=]{1,2})[^\S\r\n]{0,3}|(--[\w-]+)[^\S\r\n]{1,3})/g;
/** {"key": "password", "value": "..."} */
export const NAME_FIELD = /^(?:key|name|field|header|k)$/i;
export const VALUE_FIELD = /^(?:value|val|v)$/i;
/** Secrets as parameters of a URL or a form, and ordinary words elsewhere. */
const PARAMETER = /^(?:code|key|ticket|hash)$/i;

function hideNamed(text: string): string {
  // Most texts have no pair.
  if (!/[:=]|--/.test(text)) return text;
  const pair = new RegExp(PAIR);
  let hidden = "";
  let done = 0;
  let isNamed = false;
  for (let match = pair.exec(text); match !== null; match = pair.exec(text)) {
    const [, field, option = ""] = match;
    const name = field ?? option;
    const start = pair.lastIndex;
    const isParameter = PARAMETER.test(name) && "?&#".includes(text.charAt(match.index - 1) || " ");
    const isSecret = isSecretName(name) || isParameter || (isNamed && VALUE_FIELD.test(name));
    if (!isSecret && !NAME_FIELD.test(name)) continue;
    if (!isSecret) {
      isNamed = isSecretName(matchAt(NAME_IN_VALUE, text, start));
      continue;
    }
    const [from, to] = valueAt(text, start, name);
    const value = text.slice(from, to);
    isNamed = false;
    if (value === "" || isCount(name, value) || isPlain(value)) continue;
    hidden += text.slice(done, from) + HIDDEN;
    done = to;
    pair.lastIndex = Math.max(to, start);
  }
  return hidden + text.slice(done);
}

/** Nobody's secret. */
function isPlain(value: string): boolean {
  return value === "true" || value === "false" || value === "null" || value === "undefined";
}

const NAME_IN_VALUE = /\\{0,4}["'`]?[\w-]{1,100}/y;
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
function valueAt(text: string, start: number, name: string): readonly [number, number] {
  const opening = matchAt(OPENING, text, start);
  if (opening.length === 1) return endOf(QUOTED[opening] ?? BARE, text, start + 1);
  if (opening !== "") {
    // JSON within a text of JSON: \"value\"
    const end = text.indexOf(opening, start + opening.length);
    return [start + opening.length, end === -1 ? text.length : end];
  }
  if (/cookie$/i.test(name)) return endOf(REST_OF_LINE, text, start);
  if (/authori[sz]ation$/i.test(name)) {
    const scheme = matchAt(SCHEME, text, start);
    return endOf(scheme === "" ? REST_OF_LINE : BARE, text, start + scheme.length);
  }
  const isNested = "{[".includes(text.charAt(start) || " ");
  return isNested ? [start, closingBracket(text, start)] : endOf(BARE, text, start);
}

function matchAt(expression: RegExp, text: string, index: number): string {
  expression.lastIndex = index;
  return expression.exec(text)?.[0] ?? "";
}

function endOf(expression: RegExp, text: string, start: number): readonly [number, number] {
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

/** "//user:password@host"; a port is none, and neither is "//host:1/@scope". */
const URL_PASSWORD =
  /(:\/\/[^\s/:@]{0,200}:)(?!\d{1,5}(?:[/?#\s"']|$))(?:[^\s/"']*|[^\s"'@]{0,200})@/g;

function hideUrlPasswords(text: string): string {
  return text.includes("://") ? text.replace(URL_PASSWORD, `$1${HIDDEN}@`) : text;
}

/** <password>...</password> */
const ELEMENT = /<([\w:.-]{1,60})>([^<]+)/g;

function hideElements(text: string): string {
  if (!text.includes("<")) return text;
  return text.replace(ELEMENT, (whole, name: string) =>
    isSecretName(name) ? `<${name}>${HIDDEN}` : whole,
  );
}
