/**
 * CloudWatch Logs Insights lexer: the words of a query, each with its place.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
import { UserError } from "../../user-error";

export type TokenKind = "field" | "number" | "period" | "text" | "regex" | "sign" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** Of a text, a regex or a field in backticks: what is inside. */
  readonly text: string;
  /** Where it begins and ends in the query. */
  readonly at: number;
  readonly until: number;
}

const SPACE = /(?:\s|#[^\n]*)*/y;
/** Parts between dots; those with other characters stand in backticks. */
const FIELD = /(?:[@A-Za-z_][\w@]*|`[^`]+`)(?:\.(?:[\w@]+|`[^`]+`))*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+(?![\w]))?/y;
const UNIT = /[A-Za-z]+/y;
const TEXT = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y;
const REGEX = /\/((?:[^/\\\n]|\\.)+)\//y;
const SIGN = /!=|<=|>=|=~|[|,()[\]=<>+\-*/%^]/y;

/** A regex stands only here; elsewhere "/" divides. */
const BEFORE_REGEX = new Set(["like", "=~", "parse"]);

/** @throws UserError that names what cannot be read, and its place. */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let mayBeRegex = false;
  for (;;) {
    at += match(SPACE, query, at)?.[0].length ?? 0;
    if (at >= query.length) break;
    const token = tokenAt(query, at, mayBeRegex);
    tokens.push(token);
    at = token.until;
    mayBeRegex = isBeforeRegex(tokens);
  }
  return [...tokens, { kind: "end", text: "", at: query.length, until: query.length }];
}

/** "line 2, column 5" of a place in the query. */
export function placeOf(query: string, at: number): string {
  const before = query.slice(0, at).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function tokenAt(query: string, at: number, mayBeRegex: boolean): Token {
  const found = (kind: TokenKind, text: string, length: number): Token => ({
    ...{ kind, text, at, until: at + length },
  });
  const regex = mayBeRegex ? match(REGEX, query, at) : null;
  if (regex !== null) return found("regex", regex[1] ?? "", regex[0].length);
  const text = match(TEXT, query, at);
  if (text !== null) return found("text", unescaped(text[1] ?? text[2] ?? ""), text[0].length);
  const number = match(NUMBER, query, at)?.[0];
  if (number !== undefined) {
    const unit = match(UNIT, query, at + number.length)?.[0] ?? "";
    return found(unit === "" ? "number" : "period", number + unit, number.length + unit.length);
  }
  const field = match(FIELD, query, at)?.[0];
  if (field !== undefined) return found("field", field.replaceAll("`", ""), field.length);
  const sign = match(SIGN, query, at)?.[0];
  if (sign !== undefined) return found("sign", sign, sign.length);
  const rest = query
    .slice(at, at + 20)
    .split("\n", 1)
    .join("");
  throw new UserError(`cannot be read from ${JSON.stringify(rest)} (${placeOf(query, at)})`);
}

/** After "like", "=~", "parse", and "parse" with its field. */
function isBeforeRegex(tokens: readonly Token[]): boolean {
  const [last, before] = [tokens.at(-1), tokens.at(-2)];
  if (last === undefined) return false;
  if (BEFORE_REGEX.has(last.text.toLowerCase())) return true;
  return last.kind === "field" && before?.text.toLowerCase() === "parse";
}

function match(pattern: RegExp, query: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(query);
}

/** Of a text, a backslash stays but before what would end the text, and itself. */
function unescaped(text: string): string {
  return text.replace(/\\(["'\\])/g, "$1");
}
