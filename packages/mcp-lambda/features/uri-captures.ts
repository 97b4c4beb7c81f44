/** Steps of a URI template's parts: what a URI has in place of an expression, and how that is read. */
import { type Capture, decoded, type Step, tokensOf, type Value } from "./uri-matcher";

export interface Variable {
  readonly name: string;
  /** By "*". */
  readonly isList: boolean;
}

export interface Expression {
  /** With its braces. */
  readonly text: string;
  /** "" for `{id}`. */
  readonly operator: string;
  readonly variables: readonly Variable[];
}

/** What ends a path; a value of it has these escaped. */
const PATH_ENDS = "/?#";

/** What is before a value, and which characters the value does not have. */
type Bounds = Pick<Capture, "prefixes" | "stops">;

export function stepsOf(parts: readonly (string | Expression)[]): readonly Step[] {
  return parts.flatMap((part, index): readonly Step[] => {
    if (typeof part === "string") return [tokensOf(part) ?? []];
    const { operator, variables } = part;
    const before = parts[index - 1];
    // A query that goes on has been read with its beginning.
    if (operator === "&" && isQuery(before)) return [];
    if (isQuery(part)) return [query(parts.slice(index))];
    const ends = goesOn(parts.slice(index)) ? `${PATH_ENDS}&` : PATH_ENDS;
    if (operator === ";") return [pairs(variables, { prefixes: ";", stops: ends })];
    const values = variables.map((variable) => value(part, variable, ends));
    return operator === ""
      ? values.flatMap((each, at) => (at > 0 ? [[","], each] : [each]))
      : values;
  });
}

function isQuery(part: string | Expression | undefined): boolean {
  return typeof part === "object" && (part.operator === "?" || part.operator === "&");
}

/** Whether a query goes on behind a value (`?q={q}{&page}`), so that the value ends where it does. */
function goesOn(parts: readonly (string | Expression)[]): boolean {
  const next = parts.find((part) =>
    typeof part === "string" ? part.includes("?") : isQuery(part),
  );
  return typeof next === "object" && next.operator === "&";
}

/** `{id}`, `{+path}`, `{#part}`, `{.type}` or `{/path*}`, or one of several in an expression. */
function value(part: Expression, { name, isList }: Variable, ends: string): Capture {
  const { operator, variables } = part;
  const separator = operator === "" ? "," : operator;
  const isOpen = operator === "+" || operator === "#";
  // A comma in `{id}` is one of its value: there is nothing that it could separate.
  const isAlone = operator === "" && variables.length === 1;
  const stops = isOpen ? "" : ends + (isAlone ? "" : separator);
  const prefixes = operator === "+" ? "" : operator;
  const read: Capture["read"] = (text) => {
    const values = isList ? text.split(separator).map(decoded) : decoded(text);
    return isComplete(values) ? [[name, values]] : undefined;
  };
  const min = prefixes === "" ? 1 : 0;
  return { prefixes, stops: isList ? stops.replaceAll(separator, "") : stops, min, read };
}

function isComplete(values: undefined | string | (string | undefined)[]): values is Value {
  return Array.isArray(values) ? !values.includes(undefined) : values !== undefined;
}

/** `{?page,size}` with the `{&...}` that go on with it, or these after a "?" that is a literal. */
function query(parts: readonly (string | Expression)[]): Capture {
  const expressions = parts.filter(isQuery) as readonly Expression[];
  const variables = expressions.flatMap((part) => part.variables);
  const prefixes = expressions.map(({ operator }) => operator).join("");
  return pairs(variables, { prefixes, stops: "#" });
}

/** `name=value` of each variable, in any order; what is not named is not there. */
function pairs(variables: readonly Variable[], { prefixes, stops }: Bounds): Capture {
  const separator = prefixes === ";" ? ";" : "&";
  const lists = new Map(variables.map(({ name, isList }) => [name, isList]));
  const read: Capture["read"] = (text) => {
    const values = new Map<string, Value>();
    for (const pair of text === "" ? [] : text.split(separator)) {
      const [name = ""] = pair.split("=", 1);
      const isList = lists.get(name);
      const given = decoded(pair.slice(name.length + 1));
      const known = values.get(name);
      if (isList === undefined || given === undefined || typeof known === "string")
        return undefined;
      if (!isList) values.set(name, given);
      else if (known === undefined) values.set(name, [given]);
      else known.push(given);
    }
    return [...values];
  };
  return { prefixes, stops, min: 0, read };
}
