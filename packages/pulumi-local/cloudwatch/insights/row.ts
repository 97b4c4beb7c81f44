/** A line, or a group of stats, while a query goes over it: its own fields and those made of them. */
import { type Fields, memberOf } from "./discovered-fields";
import type { Value } from "./values";

export class Row {
  private readonly made = new Map<string, Value>();

  /**
   * @param at the line's time, in milliseconds since 1970.
   * @param own fields that it has by itself.
   * @param sequence orders lines of one millisecond.
   */
  constructor(
    readonly at: number,
    private readonly own: Fields,
    readonly sequence = 0,
  ) {}

  set(name: string, value: Value): void {
    this.made.set(name, value);
  }

  get(name: string): Value {
    const made = this.made.get(name);
    if (made !== undefined) return made;
    const own = this.own(name);
    return own === null && this.made.size > 0 && name.includes(".") ? this.member(name) : own;
  }

  /** `map.a.0`, where jsonParse has made the map. */
  private member(name: string): Value {
    const [first = "", ...path] = name.split(".");
    return memberOf(this.made.get(first) ?? null, path);
  }
}
