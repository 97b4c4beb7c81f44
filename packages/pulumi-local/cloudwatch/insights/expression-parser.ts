/**
 * CloudWatch Logs Insights expression parser: conditions, arithmetic and calls of functions. Refuses
 * functions that are not known, by name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
 */
import { nearest } from "../../nearest";
import { AGGREGATES } from "./aggregates";
import { FUNCTIONS } from "./functions";
import { patternOf } from "./patterns";
import type { Expression, Operator } from "./query";
import type { TokenReader } from "./token-reader";

const COMPARISONS = ["=", "!=", "<=", ">=", "<", ">"] as const;
const SUMS = ["+", "-"] as const;
const PRODUCTS = ["*", "/", "%"] as const;

/** @param isOverRows whether functions over many rows are allowed: in stats. */
export function parseExpression(reader: TokenReader, isOverRows = false): Expression {
  return new ExpressionParser(reader, isOverRows).whole();
}

class ExpressionParser {
  constructor(
    private readonly reader: TokenReader,
    private readonly isOverRows: boolean,
    /** The function over many rows whose argument is parsed. */
    private readonly outer?: string,
  ) {}

  whole(): Expression {
    return this.chain(["or"], () => this.chain(["and"], () => this.negation()));
  }

  private negation(): Expression {
    if (this.reader.takeIf("not")) return { kind: "not", operand: this.negation() };
    return this.comparison();
  }

  private comparison(): Expression {
    const left = this.sum();
    const { reader } = this;
    if (reader.takeIf("not", "like")) return { kind: "not", operand: this.like(left) };
    if (reader.takeIf("like") || reader.takeIf("=~")) return this.like(left);
    if (reader.takeIf("not", "in")) return { kind: "not", operand: this.membership(left) };
    if (reader.takeIf("in")) return this.membership(left);
    const operator = COMPARISONS.find((sign) => reader.takeIf(sign));
    return operator === undefined ? left : { kind: "operation", operator, left, right: this.sum() };
  }

  private like(value: Expression): Expression {
    const { reader } = this;
    if (reader.next.kind === "text") return { kind: "like", value, pattern: reader.take().text };
    const { text, at } = reader.expectKind("regex", "a text or a regular expression such as /a.c/");
    return { kind: "like", value, pattern: patternOf(text, (why) => reader.error(why, at)) };
  }

  private membership(value: Expression): Expression {
    this.reader.expect("[");
    return { kind: "in", value, items: this.list("]") };
  }

  private sum(): Expression {
    return this.chain(SUMS, () => this.chain(PRODUCTS, () => this.power()));
  }

  private power(): Expression {
    const left = this.signed();
    if (!this.reader.takeIf("^")) return left;
    return { kind: "operation", operator: "^", left, right: this.power() };
  }

  private signed(): Expression {
    if (this.reader.takeIf("-")) return { kind: "negative", operand: this.signed() };
    return this.operand();
  }

  private operand(): Expression {
    const { reader } = this;
    const { kind, text, at } = reader.next;
    if (reader.takeIf("(")) {
      const inner = this.whole();
      reader.expect(")");
      return inner;
    }
    if (kind === "text") return { kind: "constant", value: reader.take().text };
    if (kind === "number") return { kind: "constant", value: Number(reader.take().text) };
    if (kind === "period") return { kind: "period", text: reader.take().text, at };
    if (kind !== "field") reader.refuse("a field, a value or a function");
    reader.take();
    if (reader.takeIf("(")) return this.call(text, at);
    const isTruth = text === "true" || text === "false";
    if (isTruth) return { kind: "constant", value: text === "true" ? 1 : 0 };
    return { kind: "field", name: text, at };
  }

  private call(written: string, at: number): Expression {
    const { reader, isOverRows } = this;
    const name = written.toLowerCase();
    const known = FUNCTIONS.get(name) ?? (isOverRows ? AGGREGATES.get(name) : undefined);
    if (known === undefined) throw reader.error(this.unknown(written), at);
    if (name === "count" && reader.takeIf("*")) {
      reader.expect(")");
      return { kind: "call", name, args: [], ofAll: true, at };
    }
    const isOuter = isOverRows && AGGREGATES.has(name);
    const inner = isOuter ? new ExpressionParser(reader, false, written) : this;
    const args = inner.list(")");
    const [min, max] = known.arity;
    if (args.length < min || args.length > max) {
      throw reader.error(
        `has ${args.length} ${args.length === 1 ? "argument" : "arguments"} in ${written}(), which takes ${span(min, max)}`,
        at,
      );
    }
    return { kind: "call", name, args, ofAll: args.length === 0, at };
  }

  private unknown(written: string): string {
    if (AGGREGATES.has(written.toLowerCase())) {
      if (this.outer !== undefined) {
        return `has ${written}() within ${this.outer}(): a function over many lines takes none of its kind`;
      }
      return `has ${written}() outside of stats, where alone it is known`;
    }
    const names = [...FUNCTIONS.keys(), ...(this.isOverRows ? AGGREGATES.keys() : [])];
    const near = nearest(written.toLowerCase(), names);
    const hint = near === undefined ? "" : `; did you mean ${near}()?`;
    return `has the function ${written}(), which is not known here${hint}`;
  }

  /** Expressions between commas, up to the closing sign. */
  private list(close: string): readonly Expression[] {
    const items: Expression[] = [];
    if (this.reader.takeIf(close)) return items;
    do items.push(this.whole());
    while (this.reader.takeIf(","));
    this.reader.expect(close);
    return items;
  }

  private chain(operators: readonly Operator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((sign) => this.reader.takeIf(sign));
      if (operator === undefined) return left;
      left = { kind: "operation", operator, left, right: operand() };
    }
  }
}

function span(min: number, max: number): string {
  if (min === max) return String(min);
  return max === Infinity ? `${min} or more` : `${min} to ${max}`;
}
