/** Where a watched program stands, for the terminal and the page. Times are milliseconds since 1970. */

export type EditState =
  /** What is served is what was saved last. */
  | { readonly kind: "served"; readonly servedSince: number }
  | { readonly kind: "evaluating"; readonly servedSince: number }
  /** The last change cannot be served: the version of `servedSince` is served on. */
  | {
      readonly kind: "not-served";
      readonly servedSince: number;
      readonly problems: readonly EditProblem[];
    };

export interface EditProblem {
  readonly message: string;
  /** From the project's folder; left out where no file is to blame. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  /** The lines around it, with a mark below the place. */
  readonly frame?: string;
}
