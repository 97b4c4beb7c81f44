/** URI templates (RFC 6570) with texts for values: their variables, and what they stand for. */

interface Operator {
  readonly first: string;
  readonly between: string;
  readonly isNamed: boolean;
  readonly keepsReserved: boolean;
}

const plain = { isNamed: false, keepsReserved: false };
const named = { isNamed: true, keepsReserved: false };

/** https://www.rfc-editor.org/rfc/rfc6570#appendix-A */
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["", { first: "", between: ",", ...plain }],
  ["+", { first: "", between: ",", isNamed: false, keepsReserved: true }],
  ["#", { first: "#", between: ",", isNamed: false, keepsReserved: true }],
  [".", { first: ".", between: ".", ...plain }],
  ["/", { first: "/", between: "/", ...plain }],
  [";", { first: ";", between: ";", ...named }],
  ["?", { first: "?", between: "&", ...named }],
  ["&", { first: "&", between: "&", ...named }],
]);

const EXPRESSION = /\{([+#./;?&]?)([^{}]+)\}/g;

/** Names of the variables, each once. */
export function variablesOf(template: string): readonly string[] {
  const found = [...template.matchAll(EXPRESSION)].flatMap(([, , list = ""]) => namesIn(list));
  return [...new Set(found)];
}

/** Variables without a value are left out. */
export function expandTemplate(
  template: string,
  values: Readonly<Record<string, unknown>>,
): string {
  return template.replace(EXPRESSION, (_, sign: string, list: string) => {
    const operator = OPERATORS.get(sign);
    if (operator === undefined) return "";
    const parts = namesIn(list).flatMap((name) => {
      const value = values[name];
      return typeof value === "string" && value !== "" ? [partOf(name, value, operator)] : [];
    });
    return parts.length === 0 ? "" : operator.first + parts.join(operator.between);
  });
}

function partOf(name: string, value: string, { isNamed, keepsReserved }: Operator): string {
  const encoded = keepsReserved
    ? encodeURI(value).replaceAll("%5B", "[").replaceAll("%5D", "]")
    : encodeURIComponent(value);
  return isNamed ? `${name}=${encoded}` : encoded;
}

/** Without the marks for lengths and lists. */
function namesIn(list: string): readonly string[] {
  return list.split(",").map((name) => name.trim().replace(/(:\d+|\*)$/, ""));
}
