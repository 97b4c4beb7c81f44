/** Query of CloudWatch Logs Insights as a tree. `at` is the place in its text. */

export type Expression =
  | { readonly kind: "constant"; readonly value: string | number }
  | { readonly kind: "field"; readonly name: string; readonly at: number }
  | { readonly kind: "period"; readonly text: string; readonly at: number }
  | { readonly kind: "not" | "negative"; readonly operand: Expression }
  | {
      readonly kind: "operation";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "like";
      readonly value: Expression;
      /** A part of the text, or a regular expression. */
      readonly pattern: string | RegExp;
    }
  | { readonly kind: "in"; readonly value: Expression; readonly items: readonly Expression[] }
  | {
      readonly kind: "call";
      /** In small letters. */
      readonly name: string;
      readonly args: readonly Expression[];
      /** `count(*)`. */
      readonly ofAll: boolean;
      readonly at: number;
    };

export type Operator =
  ("or" | "and") | ("=" | "!=" | "<" | "<=" | ">" | ">=") | ("+" | "-" | "*" | "/" | "%" | "^");

/** An expression and its column: the alias, or its text. */
export interface Column {
  readonly name: string;
  readonly expression: Expression;
}

export type Command =
  | { readonly kind: "fields"; readonly columns: readonly Column[] }
  | { readonly kind: "display"; readonly columns: readonly Column[] }
  | { readonly kind: "filter"; readonly condition: Expression }
  | {
      readonly kind: "parse";
      readonly source: Expression;
      readonly pattern: RegExp;
      /** Of its groups, in order; where there are none, the groups are named. */
      readonly names: readonly string[];
    }
  | { readonly kind: "stats"; readonly columns: readonly Column[]; readonly by: readonly Column[] }
  | {
      readonly kind: "sort";
      readonly keys: readonly { readonly expression: Expression; readonly isDescending: boolean }[];
    }
  | { readonly kind: "limit"; readonly count: number }
  | { readonly kind: "dedup"; readonly names: readonly string[] };

export interface InsightsQuery {
  /** Log groups that it names by SOURCE. */
  readonly sources: readonly string[];
  readonly commands: readonly Command[];
}
