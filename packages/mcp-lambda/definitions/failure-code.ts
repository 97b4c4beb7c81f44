/**
 * Codes of failures: a tool's author names why a call failed, for the log and its queries. They travel
 * with the result under a symbol, which no copy loses and no response has.
 */

/** Shared by all copies of this package. */
const CODE = Symbol.for("mcp-lambda.failure-code");

export interface FailureOptions<Code extends string> {
  /**
   * Why, in a word: "out-of-stock". Letters, digits, "-", "_" and ".", at most 64; one of a few that
   * the author has chosen, and never what a caller sent. The caller is not told.
   */
  readonly code?: CheckedCode<Code> | undefined;
}

/** Shown by the compiler. */
type Rule = 'a code is letters, digits, "-", "_" and ".", at most 64';

/** The code, or a text that says what one is. What is no literal is checked when it is used. */
type CheckedCode<Code extends string> = string extends Code
  ? Code
  : Code extends ""
    ? Rule
    : HasCodeCharacters<Code> extends true
      ? Code
      : Rule;

type HasCodeCharacters<Text, Before extends unknown[] = []> = Text extends ""
  ? true
  : Before["length"] extends 64
    ? false
    : Text extends `${CodeCharacter}${infer Rest}`
      ? HasCodeCharacters<Rest, [...Before, unknown]>
      : false;

type Lower =
  | ("a" | "b" | "c" | "d" | "e" | "f" | "g" | "h" | "i" | "j" | "k" | "l" | "m")
  | ("n" | "o" | "p" | "q" | "r" | "s" | "t" | "u" | "v" | "w" | "x" | "y" | "z");
type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
type CodeCharacter = Lower | Uppercase<Lower> | Digit | "-" | "_" | ".";

/** What `failure` adds to its result. */
export function codeMember(code: string | undefined): object {
  return code === undefined ? {} : { [CODE]: code };
}

/** Whatever was given as one; undefined where nothing was. */
export function givenCode(result: object): unknown {
  return (result as { readonly [CODE]?: unknown })[CODE];
}
