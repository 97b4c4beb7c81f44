/**
 * Matcher of URIs against the steps of a template, in time that grows with the URI's length times the
 * number of steps: what can follow is worked out from the end, so that no step is tried twice.
 */

/** A text, or a list for a variable with "*". */
export type Value = string | string[];
/** Values of variables; a variable that the URI leaves out is absent. */
export type Variables = Readonly<Record<string, Value>>;

/** A part of a URI that is open: a run of tokens. */
export interface Capture {
  /** One of these comes first, or the entire part is absent; "" where the part must be there. */
  readonly prefixes: string;
  /** Characters that the run does not have. */
  readonly stops: string;
  /** Tokens that it has at least. */
  readonly min: 0 | 1;
  /** Variables with their values, decoded; undefined where the text is none of the template's. */
  readonly read: (text: string) => readonly (readonly [string, Value])[] | undefined;
}

/** A step of a template: a literal, as tokens, or a part that is open. */
export type Step = readonly string[] | Capture;

const NOT_ASCII = /[^\0-\x7f]+/g;
const TOKEN = /%[0-9A-F]{2}|[^]/gi;
/** Means the same escaped and unescaped; but for ".", which separates the values of `{.a,b}`. */
const UNRESERVED = /[A-Za-z0-9_~-]/;

/**
 * A URI as tokens: a character of ASCII, or an escaped octet (`%2F`); undefined when an escape is
 * malformed. https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2
 */
export function tokensOf(uri: string): string[] | undefined {
  let ascii: string;
  try {
    ascii = uri.replace(NOT_ASCII, encodeURIComponent);
  } catch {
    // Half of a surrogate pair.
    return undefined;
  }
  const tokens: string[] = ascii.match(TOKEN) ?? [];
  return tokens.includes("%") ? undefined : tokens.map(normalized);
}

function normalized(token: string): string {
  if (token.length === 1) return token;
  const character = String.fromCharCode(Number.parseInt(token.slice(1), 16));
  return UNRESERVED.test(character) ? character : token.toUpperCase();
}

/** A text with its escapes decoded, once; undefined where they are not UTF-8. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Values of the variables, each run as short as the rest allows; undefined when it does not match. */
export function matchSteps(steps: readonly Step[], uri: string): Variables | undefined {
  const tokens = tokensOf(uri);
  const [first] = steps;
  if (tokens === undefined) return undefined;
  if (first !== undefined && isLiteral(first) && !startsWith(tokens, first, 0)) return undefined;
  const fits = whatFits(steps, tokens);
  if (fits[0]?.[0] !== 1) return undefined;

  const variables: (readonly [string, Value])[] = [];
  let at = 0;
  for (const [index, step] of steps.entries()) {
    if (isLiteral(step)) {
      at += step.length;
      continue;
    }
    const start = step.prefixes === "" ? at : at + 1;
    const isThere = start === at || step.prefixes.includes(tokens[at] ?? "absent");
    const end = isThere ? endOfRun(step, { tokens, start, next: fits[index + 1] }) : undefined;
    if (end === undefined) continue;
    const read = step.read(tokens.slice(start, end).join(""));
    if (read === undefined) return undefined;
    variables.push(...read);
    at = end;
  }
  return Object.fromEntries(variables);
}

function isLiteral(step: Step): step is readonly string[] {
  return Array.isArray(step);
}

function startsWith(tokens: readonly string[], literal: readonly string[], at: number): boolean {
  return literal.every((token, index) => tokens[at + index] === token);
}

/** For each step, and the end: 1 at each token from which on it and the steps after it fit. */
function whatFits(steps: readonly Step[], tokens: readonly string[]): readonly Uint8Array[] {
  let next = new Uint8Array(tokens.length + 1);
  next[tokens.length] = 1;
  const all = [next];
  for (const step of [...steps].reverse()) {
    next = isLiteral(step) ? literalFits(step, tokens, next) : captureFits(step, tokens, next);
    all.unshift(next);
  }
  return all;
}

function literalFits(
  literal: readonly string[],
  tokens: readonly string[],
  next: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const fits = new Uint8Array(tokens.length + 1);
  for (let at = 0; at + literal.length <= tokens.length; at += 1) {
    if (next[at + literal.length] === 1 && startsWith(tokens, literal, at)) fits[at] = 1;
  }
  return fits;
}

function captureFits(
  { prefixes, stops, min }: Capture,
  tokens: readonly string[],
  next: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const fits = new Uint8Array(tokens.length + 1);
  // What holds of the token after this one: the rest fits behind a run of any length, or of `min`.
  let anyAfter = false;
  let runAfter = false;
  for (let at = tokens.length; at >= 0; at -= 1) {
    const token = tokens[at];
    const goesOn: boolean = token !== undefined && !stops.includes(token) && anyAfter;
    const any: boolean = next[at] === 1 || goesOn;
    const run: boolean = min === 0 ? any : goesOn;
    const isPrefix = token !== undefined && prefixes.includes(token);
    fits[at] = Number(prefixes === "" ? run : next[at] === 1 || (isPrefix && runAfter));
    anyAfter = any;
    runAfter = run;
  }
  return fits;
}

interface Place {
  readonly tokens: readonly string[];
  readonly start: number;
  readonly next: Uint8Array | undefined;
}

/** The first token behind the shortest run after which the rest fits. */
function endOfRun({ stops, min }: Capture, { tokens, start, next }: Place): number | undefined {
  for (let end = start; end <= tokens.length; end += 1) {
    if (end - start >= min && next?.[end] === 1) return end;
    const token = tokens[end];
    if (token === undefined || stops.includes(token)) return undefined;
  }
  return undefined;
}
