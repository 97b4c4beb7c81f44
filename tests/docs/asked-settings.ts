/** What the program asks its reader of settings for: keys, their values and defaults. */
import { type ListForm, SettingsReader } from "../../infra/settings-reader";
import { readConfig } from "../support/read-config";

export interface Asked {
  readonly key: string;
  readonly values: string;
  /** "-" for none. */
  readonly fallback: string;
}

/** As Markdown shows it. */
export const code = (text: string | number | boolean): string => `\`${String(text)}\``;
const orNone = (text: string): string => (text === "" ? "-" : code(text));
const range = (min: number, max: number): string => `${min} to ${max}`;

/** By the reader's methods: what their arguments say of values and default. */
const READERS: Readonly<
  Record<string, (args: never) => readonly [values: string, fallback: string]>
> = {
  text: ([, fallback]: [string, string]) => ["text", orNone(fallback)],
  optional: ([, what]: [string, string]) => [what, "-"],
  checked: ([, , { what }]: [string, unknown, { what: string }]) => [what, "-"],
  list: ([, { what }, fallback = []]: [string, ListForm, string[]?]) => [
    what,
    orNone(fallback.join(",")),
  ],
  secret: ([, what]: [string, string]) => [`secret: ${what}`, "-"],
  integer: ([, fallback, min, max]: [string, number, number, number]) => [
    range(min, max),
    code(fallback),
  ],
  optionalInteger: ([, [min, max]]: [string, [number, number]]) => [range(min, max), "-"],
  oneOf: ([, fallback, choices]: [string, string, string[]]) => [
    choices.map(code).join(", "),
    code(fallback),
  ],
  oneOfNumbers: ([, fallback, choices]: [string, number, number[]]) => [
    choices.join(", "),
    code(fallback),
  ],
  flag: ([, fallback]: [string, boolean]) => [[true, false].map(code).join(", "), code(fallback)],
  origins: () => ["origins such as `https://app.example.com`, separated by commas", "-"],
  cidrs: () => ["ranges of addresses such as `203.0.113.0/24`, separated by commas", "-"],
  tags: () => ["an object of texts that AWS takes as tags", "-"],
};

/** What the program asks its reader for, in a stack `dev` without settings. */
export async function askedSettings(): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const reader = SettingsReader.prototype as unknown as Record<
    string,
    (...args: never[]) => unknown
  >;
  const originals = new Map(Object.keys(READERS).map((name) => [name, reader[name]] as const));
  let depth = 0;
  for (const [name, original] of originals) {
    if (original === undefined) throw new Error(`SettingsReader has no ${name}`);
    reader[name] = function (this: SettingsReader, ...args: never[]): unknown {
      if (depth === 0) {
        const [values, fallback] = READERS[name]?.(args as never) ?? ["", ""];
        asked.push({ key: String(args[0]), values, fallback });
      }
      depth += 1;
      try {
        return original.apply(this, args);
      } finally {
        depth -= 1;
      }
    };
  }
  try {
    await readConfig({});
  } finally {
    for (const [name, original] of originals) if (original !== undefined) reader[name] = original;
  }
  return asked;
}
