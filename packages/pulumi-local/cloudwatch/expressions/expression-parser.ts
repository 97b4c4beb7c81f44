/**
 * CloudWatch metric-math parser: makes a tree of the text of an expression.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
import { UserError } from "../../user-error";

export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "negative"; readonly operand: Expression }
  | {
      readonly kind: "operation";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "array"; readonly items: readonly Expression[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] };

export type Operator = (typeof OPERATORS)[number][number];

/** Weakest first. */
const OPERATORS = [
  ["OR", "||"],
  ["AND", "&&"],
  ["==", "!=", "<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/"],
  ["^"],
] as const;

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))/y;

type Token =
  | { readonly kind: "number" | "word" | "text" | "sign"; readonly text: string }
  | { readonly kind: "end"; readonly text: "" };

/** @throws UserError that says where the expression cannot be read. */
export function parseExpression(source: string): Expression {
  return new Parser(tokensOf(source)).parse();
}

/** The expression and all that it is made of. */
export function subexpressions(expression: Expression): readonly Expression[] {
  return [expression, ...partsOf(expression).flatMap(subexpressions)];
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "negative":
      return [expression.operand];
    case "operation":
      return [expression.left, expression.right];
    case "array":
      return expression.items;
    case "call":
      return expression.args;
    default:
      return [];
  }
}

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) throw new UserError(`cannot be read from "${source.slice(at).trim()}"`);
    at = TOKEN.lastIndex;
    const [, number, word, single, double, sign] = match;
    const text = single ?? double;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (word !== undefined) tokens.push({ kind: "word", text: word });
    else if (text !== undefined) tokens.push({ kind: "text", text });
    else tokens.push({ kind: "sign", text: sign ?? "" });
  }
  return tokens;
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  parse(): Expression {
    const expression = this.operation(0);
    const { kind, text } = this.peek();
    if (kind !== "end") throw new UserError(`has "${text}" where its end or an operator belongs`);
    return expression;
  }

  private operation(level: number): Expression {
    const operators: readonly Operator[] | undefined = OPERATORS[level];
    if (operators === undefined) return this.operand();
    let left = this.operation(level + 1);
    for (;;) {
      const operator = operators.find((known) => this.isNext(known));
      if (operator === undefined) return left;
      this.at += 1;
      left = { kind: "operation", operator, left, right: this.operation(level + 1) };
    }
  }

  private operand(): Expression {
    const token = this.peek();
    this.at += 1;
    if (token.kind === "number") return { kind: "number", value: Number(token.text) };
    if (token.kind === "text") return { kind: "text", value: token.text };
    if (token.kind === "word") return this.word(token.text);
    switch (token.text) {
      case "-":
        // Stronger than "*", weaker than "^".
        return { kind: "negative", operand: this.operation(OPERATORS.length - 1) };
      case "(": {
        const expression = this.operation(0);
        this.expect(")");
        return expression;
      }
      case "[":
        return { kind: "array", items: this.list("]") };
    }
    const found = token.kind === "end" ? "its end" : `"${token.text}"`;
    throw new UserError(`has ${found} where a value belongs`);
  }

  private word(word: string): Expression {
    if (!this.isNext("(")) return { kind: "id", id: word };
    this.at += 1;
    return { kind: "call", name: word.toUpperCase(), args: this.list(")") };
  }

  /** Expressions between commas, up to the closing sign. */
  private list(close: string): readonly Expression[] {
    const items: Expression[] = [];
    if (this.isNext(close)) {
      this.at += 1;
      return items;
    }
    for (;;) {
      items.push(this.operation(0));
      if (!this.isNext(",")) break;
      this.at += 1;
    }
    this.expect(close);
    return items;
  }

  private expect(sign: string): void {
    const { kind, text } = this.peek();
    if (!this.isNext(sign)) {
      throw new UserError(
        `has ${kind === "end" ? "its end" : `"${text}"`} where "${sign}" belongs`,
      );
    }
    this.at += 1;
  }

  private isNext(text: string): boolean {
    const token = this.peek();
    return token.kind !== "text" && token.kind !== "number" && token.text === text;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: "end", text: "" };
  }
}
