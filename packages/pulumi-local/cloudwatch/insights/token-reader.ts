/** Reads the words of a Logs Insights query one by one. */
import { UserError } from "../../user-error";
import { placeOf, type Token, type TokenKind, tokensOf } from "./lexer";

export class TokenReader {
  private readonly tokens: readonly Token[];
  private index = 0;

  constructor(readonly source: string) {
    this.tokens = tokensOf(source);
  }

  get next(): Token {
    const end = {
      kind: "end",
      text: "",
      at: this.source.length,
      until: this.source.length,
    } as const;
    return this.tokens[this.index] ?? end;
  }

  /** Where the word before ends. */
  get ended(): number {
    return this.tokens[this.index - 1]?.until ?? 0;
  }

  take(): Token {
    const { next } = this;
    this.index += 1;
    return next;
  }

  /** Takes the word when it is the next one: signs as they are, others in any case. */
  takeIf(...words: readonly string[]): boolean {
    const isNext = words.every((word, offset) => this.isWord(word, offset));
    if (isNext) this.index += words.length;
    return isNext;
  }

  isWord(word: string, offset = 0): boolean {
    const token = this.tokens[this.index + offset];
    if (token === undefined || (token.kind !== "field" && token.kind !== "sign")) return false;
    return token.text.toLowerCase() === word;
  }

  /** @throws UserError when the next word is another one. */
  expect(word: string): void {
    if (!this.takeIf(word)) this.refuse(`"${word}"`);
  }

  expectKind(kind: TokenKind, what: string): Token {
    if (this.next.kind !== kind) this.refuse(what);
    return this.take();
  }

  /** @param wanted what belongs at the next word's place. */
  refuse(wanted: string): never {
    const { kind, text } = this.next;
    const found = kind === "end" ? "its end" : JSON.stringify(text);
    throw this.error(`has ${found} where ${wanted} belongs`, this.next.at);
  }

  error(text: string, at: number): UserError {
    return new UserError(`${text} (${placeOf(this.source, at)})`);
  }
}
