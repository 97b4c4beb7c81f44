/** A table as the page shows it. */

export interface TableView {
  readonly name: string;
  /** For example "owner, id". */
  readonly keyText: string;
  /** Attribute with the time at which AWS deletes an item; "" for none. */
  readonly expires: string;
  readonly count: number;
  /** The first 50. */
  readonly items: readonly unknown[];
}
