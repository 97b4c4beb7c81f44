/**
 * Redaction of a text: what follows the name of a secret (`password=x`, `"pin": 1`, `--token x`,
 * headers, parameters of a URL), passwords in URLs, and what has the shape of a well-known secret.
 *
 * Each expression is linear: it begins where a word begins, and repeats nothing that repeats.
 */
import { clip, cut } from "./cut";
import { hideNamed } from "./named-secrets";
import { isSecretName } from "./secret-names";
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

/** "//user:password@host"; a port is none, and neither is "//host:1/@scope". */
const URL_PASSWORD =
  /(:\/\/[^\s/:@]{0,200}:)(?!\d{1,5}(?:[/?#\s"']|$))(?:[^\s/"']*|[^\s"'@]{0,200})@/g;

function hideUrlPasswords(text: string): string {
  return text.includes("://") ? text.replace(URL_PASSWORD, `$1${HIDDEN}@`) : text;
}

/** <password type="text">...</password> */
const ELEMENT = /(<([\w:.-]{1,60})(?:\s[^<>]*)?>(?:<!\[CDATA\[)?)[^<]+/g;

function hideElements(text: string): string {
  if (!text.includes("<")) return text;
  return text.replace(ELEMENT, (whole, start: string, name: string) =>
    isSecretName(name) ? start + HIDDEN : whole,
  );
}
