/**
 * URI templates (https://www.rfc-editor.org/rfc/rfc6570), read backwards: from a URI to the values of
 * the variables. All operators of levels 1 to 3, and "*" for lists; what a URI does not tell apart is
 * refused when the template is parsed.
 */
import { MAX_URI_LENGTH } from "../definitions/names";
import { type Expression, stepsOf, type Variable } from "./uri-captures";
import { matchSteps, tokensOf, type Variables } from "./uri-matcher";

export interface UriTemplate {
  readonly variableNames: readonly string[];
  /** Values of the variables, decoded once; undefined when the URI is not one of the template's. */
  readonly match: (uri: string) => Variables | undefined;
}

const MAX_VARIABLES = 20;

const SCHEME = /^[a-z][a-z0-9+.-]*:/;
const PARTS = /\{([^{}]*)\}|[^{}]+|[{}]/g;
const EXPRESSION = /^([+#./;?&=,!@|]?)(.*)$/s;
const VARIABLE = /^((?:\w|%[\dA-F]{2})(?:\.?(?:\w|%[\dA-F]{2}))*)(\*|:\d+)?$/i;
/** https://www.rfc-editor.org/rfc/rfc6570#section-2.1 */
const NOT_LITERAL = /[\s\p{Cc}"<>\\^`|]/u;

/** @throws Error that says what of the template cannot be used, and what to write. */
export function parseUriTemplate(template: string): UriTemplate {
  if (template.length > MAX_URI_LENGTH)
    throw new Error(`it has more than ${MAX_URI_LENGTH} characters`);
  if (!SCHEME.test(template)) {
    throw new Error('it must begin with a scheme in lower case, as "orders://{id}" does');
  }
  const parts = [...template.matchAll(PARTS)].map(([text, inner]) =>
    inner === undefined ? parseLiteral(text) : parseExpression(text, inner),
  );
  for (const [index, part] of parts.entries()) checkPlace(part, parts[index - 1]);
  const names = parts.flatMap((part) =>
    typeof part === "string" ? [] : part.variables.map(({ name }) => name),
  );
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`it has the variable "${twice}" twice: rename one`);
  if (names.length === 0) throw new Error("it has no variable: put it in the list of resources");
  if (names.length > MAX_VARIABLES) throw new Error(`it has more than ${MAX_VARIABLES} variables`);
  const steps = stepsOf(parts);
  return { variableNames: names, match: (uri) => matchSteps(steps, uri) };
}

function parseLiteral(text: string): string {
  if (text === "{" || text === "}") throw new Error(`a "${text}" of it has no counterpart`);
  const wrong = NOT_LITERAL.exec(text)?.[0];
  if (wrong === undefined && tokensOf(text) !== undefined) return text;
  throw new Error(`${JSON.stringify(wrong ?? "%")} is not part of a URI: percent-encode it`);
}

function parseExpression(text: string, inner: string): Expression {
  const [, operator = "", list = ""] = EXPRESSION.exec(inner) ?? [];
  if (["=", ",", "!", "@", "|"].includes(operator)) {
    throw new Error(`${text}: RFC 6570 reserves the operator "${operator}" for later`);
  }
  const variables = list.split(",").map((variable) => parseVariable(text, variable));
  const isNamed = ["?", "&", ";"].includes(operator);
  if (!isNamed && variables.slice(0, -1).some(({ isList }) => isList)) {
    throw new Error(`${text}: a list takes all that follows: put the variable with "*" at the end`);
  }
  const hasCommas = variables.length > 1 || variables.some(({ isList }) => isList);
  if (hasCommas && (operator === "+" || operator === "#")) {
    throw new Error(`${text}: its values may hold commas themselves: use one variable without "*"`);
  }
  return { text, operator, variables };
}

function parseVariable(expression: string, variable: string): Variable {
  const [, name, modifier = ""] = VARIABLE.exec(variable) ?? [];
  if (name === undefined) {
    throw new Error(
      `${expression}: "${variable}" is not a variable's name: use letters, digits and "_"`,
    );
  }
  if (modifier.startsWith(":")) {
    throw new Error(`${expression}: "${modifier}" gives a part of the value alone: leave it out`);
  }
  return { name, isList: modifier === "*" };
}

/** What may come after these; whatever else would be behind the end of a URI. */
const AFTER: Readonly<Record<string, readonly string[] | undefined>> = {
  "?": ["&", "#"],
  "&": ["&", "#"],
  "#": [],
};

/** @throws Error when it could not be told from the part before. */
function checkPlace(part: string | Expression, before: string | Expression | undefined): void {
  if (before === undefined || typeof before === "string") return;
  const text = typeof part === "string" ? part : part.text;
  const operator = typeof part === "string" ? undefined : part.operator;
  if (AFTER[before.operator]?.includes(operator ?? "literal") === false) {
    throw new Error(`${text} comes after ${before.text}, which is the end of a URI`);
  }
  if (before.operator === "+" && operator === "&") {
    const simple = before.text.replace("+", "");
    throw new Error(`${text} cannot be told from ${before.text} before it: write ${simple} there`);
  }
  const isAmbiguous = operator === "" || operator === "+" || takesNext(before, operator);
  if (isAmbiguous) {
    throw new Error(
      `${text} cannot be told from ${before.text} before it: put a text between them`,
    );
  }
}

/** Whether it would take what comes after it with the same operator, or be in the wrong order. */
function takesNext({ operator, variables }: Expression, next: string | undefined): boolean {
  const takes = operator === ";" || variables.some(({ isList }) => isList);
  return takes && operator === next && operator !== "&";
}
