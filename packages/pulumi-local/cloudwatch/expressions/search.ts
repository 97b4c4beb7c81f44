/**
 * CloudWatch search expression, of SEARCH(): which metrics have a name, dimensions and values like
 * the asked ones, and how their series are labelled.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
import { UserError } from "../../user-error";
import type { MetricId } from "../metrics/metric";
import { parseTerm, type Term } from "./search-terms";

export interface Search {
  /** Exactly these dimensions; undefined: any metric. */
  readonly schema:
    { readonly namespace: string; readonly dimensions: readonly string[] } | undefined;
  readonly term: Term | undefined;
}

const MAX_LENGTH = 1024;

/** @throws UserError that says what cannot be read. */
export function parseSearch(text: string): Search {
  if (text.length > MAX_LENGTH)
    throw new UserError(`searches for more than ${MAX_LENGTH} characters`);
  const schema = /^\s*\{([^}]*)\}\s*,?/.exec(text);
  const names = (schema?.[1] ?? "")
    .split(",")
    .map((name) => name.trim().replace(/^"(.*)"$/, "$1"))
    .filter((name) => name !== "");
  const [namespace, ...dimensions] = names;
  if (schema !== null && namespace === undefined) {
    throw new UserError("has no namespace between { and } in its search");
  }
  const term = parseTerm(text.slice(schema?.[0].length ?? 0));
  if (namespace === undefined && term === undefined) throw new UserError("searches for nothing");
  return { schema: namespace === undefined ? undefined : { namespace, dimensions }, term };
}

export function isFound({ schema, term }: Search, id: MetricId): boolean {
  if (schema !== undefined) {
    const names = Object.keys(id.dimensions);
    const { namespace, dimensions } = schema;
    if (namespace !== id.namespace || names.length !== dimensions.length) return false;
    if (!dimensions.every((dimension) => names.includes(dimension))) return false;
  }
  return term === undefined || matches(term, id);
}

/** The exact values that every found metric has, by key. */
export function fixedValues(term: Term | undefined): Readonly<Record<string, string>> {
  if (term?.kind === "and") return { ...fixedValues(term.left), ...fixedValues(term.right) };
  if (term?.kind !== "match" || term.key === undefined || !term.isExact) return {};
  return { [term.key]: term.value };
}

/** One label for each metric: what differs between them. */
export function searchLabels(search: Search, found: readonly MetricId[]): readonly string[] {
  const fixed = fixedValues(search.term);
  const rows = found.map((id): readonly (readonly [string, string])[] => [
    ["MetricName", id.name],
    ...Object.entries(id.dimensions),
  ]);
  const differs = (key: string): boolean => {
    if (key in fixed) return false;
    const values = new Set(rows.map((row) => row.find(([name]) => name === key)?.[1]));
    // Of a single metric: all that the search leaves open.
    return values.size > 1 || (found.length === 1 && key !== "MetricName");
  };
  return rows.map((row, index) => {
    const parts = row.filter(([key]) => differs(key)).map(([, value]) => value);
    return parts.length > 0 ? parts.join(" ") : (found[index]?.name ?? "");
  });
}

function matches(term: Term, id: MetricId): boolean {
  switch (term.kind) {
    case "and":
      return matches(term.left, id) && matches(term.right, id);
    case "or":
      return matches(term.left, id) || matches(term.right, id);
    case "not":
      return !matches(term.term, id);
    case "match":
      return candidates(term.key, id).some((text) =>
        term.isExact ? text === term.value : hasToken(text, term.value),
      );
  }
}

function candidates(key: string | undefined, { namespace, name, dimensions }: MetricId): string[] {
  if (key === "MetricName") return [name];
  if (key === "Namespace") return [namespace];
  if (key !== undefined) return dimensions[key] === undefined ? [] : [dimensions[key]];
  return [namespace, name, ...Object.keys(dimensions), ...Object.values(dimensions)];
}

/** Single tokens whatever their case; several in a row as they are written. */
function hasToken(text: string, asked: string): boolean {
  const parts = tokensOf(text);
  const wanted = tokensOf(asked);
  if (wanted.length === 0) return false;
  if (wanted.length === 1) {
    const token = wanted[0]?.toLowerCase();
    return (
      parts.join("").toLowerCase() === token || parts.some((part) => part.toLowerCase() === token)
    );
  }
  return parts.some((_, at) => wanted.every((token, offset) => parts[at + offset] === token));
}

/** Parted at changes of case, at digits, and at what is neither. */
function tokensOf(text: string): readonly string[] {
  return text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[A-Z]/g) ?? [];
}
