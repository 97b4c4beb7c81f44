/**
 * CloudWatch search term parser: key="value", key=token, tokens, AND, OR, NOT and parentheses.
 */
import { UserError } from "../../user-error";

export type Term =
  | { readonly kind: "and" | "or"; readonly left: Term; readonly right: Term }
  | { readonly kind: "not"; readonly term: Term }
  | {
      readonly kind: "match";
      /** "MetricName", "Namespace" or a dimension; undefined: anything. */
      readonly key: string | undefined;
      readonly value: string;
      readonly isExact: boolean;
    };

/**
 * Undefined when there is none.
 *
 * @throws UserError that says what cannot be read.
 */
export function parseTerm(text: string): Term | undefined {
  return new TermParser(text).parse();
}

class TermParser {
  private readonly words: readonly string[];
  private at = 0;

  constructor(text: string) {
    const word = /\s*([()=]|"(?:[^"\\]|\\.)*"|[^\s()="{}]+)/gy;
    const found = [...text.matchAll(word)];
    const read = found.reduce((length, [match]) => length + match.length, 0);
    if (text.slice(read).trim() !== "") {
      throw new UserError(`has a search that cannot be read from ${text.slice(read).trim()}`);
    }
    this.words = found.map((match) => match[1] ?? "");
  }

  parse(): Term | undefined {
    if (this.words.length === 0) return undefined;
    const term = this.either();
    const rest = this.words[this.at];
    if (rest !== undefined) throw new UserError(`has ${rest} in its search where nothing belongs`);
    return term;
  }

  private either(): Term {
    let left = this.all();
    while (this.take("OR")) left = { kind: "or", left, right: this.all() };
    return left;
  }

  private all(): Term {
    let left = this.one();
    for (;;) {
      const next = this.words[this.at];
      if (next === undefined || next === ")" || next === "OR") return left;
      this.take("AND");
      left = { kind: "and", left, right: this.one() };
    }
  }

  private one(): Term {
    if (this.take("NOT")) return { kind: "not", term: this.one() };
    if (this.take("(")) {
      const term = this.either();
      if (!this.take(")")) throw new UserError("lacks a ) in its search");
      return term;
    }
    const first = this.word();
    if (!this.take("=")) return { kind: "match", key: undefined, ...first };
    return { kind: "match", key: first.value, ...this.word() };
  }

  private word(): { readonly value: string; readonly isExact: boolean } {
    const word = this.words[this.at];
    if (word === undefined || ["(", ")", "=", "AND", "OR"].includes(word)) {
      throw new UserError(`has ${word ?? "its end"} in its search where a word belongs`);
    }
    this.at += 1;
    if (!word.startsWith('"')) return { value: word, isExact: false };
    return { value: word.slice(1, -1).replace(/\\(.)/g, "$1"), isExact: true };
  }

  private take(word: string): boolean {
    if (this.words[this.at] !== word) return false;
    this.at += 1;
    return true;
  }
}
