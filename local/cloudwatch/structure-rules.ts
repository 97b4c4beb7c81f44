/** Rules of which the structure of a dashboard's body is made; each tells what breaks it. */
import { isRecord } from "./plain-data";

/** @param path where the value stands: "properties.view". */
export type Rule = (value: unknown, path: string) => readonly string[];

/** A value that passes a test, or else must be what `what` says. */
export function must(what: string, isRight: (value: unknown) => boolean): Rule {
  return (value, path) => (isRight(value) ? [] : [`${path} must be ${what}${found(value)}`]);
}

export const anything: Rule = () => [];
export const text = must("text", (value) => typeof value === "string");
export const filledText = must(
  "text that is not empty",
  (value) => typeof value === "string" && value.trim() !== "",
);
export const boolean = must("true or false", (value) => typeof value === "boolean");
export const number = must("a number", (value) => Number.isFinite(value));

export function integer(least: number, most = Infinity): Rule {
  const range = most === Infinity ? `${least} or more` : `${least} to ${most}`;
  return must(
    `a whole number, ${range}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  );
}

export function oneOf(...values: readonly unknown[]): Rule {
  return must(`one of ${values.join(", ")}`, (value) => values.includes(value));
}

export function matching(what: string, pattern: RegExp): Rule {
  return must(what, (value) => typeof value === "string" && pattern.test(value));
}

export function list(rule: Rule, least = 0, most = Infinity): Rule {
  return (value, path) => {
    if (!Array.isArray(value)) return [`${path} must be an array${found(value)}`];
    const members = (value as unknown[]).flatMap((item, at) => rule(item, `${path}[${at}]`));
    if (value.length < least) return [`${path} must have ${least} members or more`, ...members];
    if (value.length <= most) return members;
    return [`${path} has ${value.length} members; leave ${most} at most`, ...members];
  };
}

/** An object with no other properties than these. */
export function object(
  properties: Readonly<Record<string, Rule>>,
  required: readonly string[] = [],
): Rule {
  return (value, path) => {
    if (!isRecord(value)) return [`${path} must be an object${found(value)}`];
    const prefix = path === "" ? "" : `${path}.`;
    const lacking = required.filter((key) => value[key] === undefined);
    const problems = lacking.map((key) => `${prefix}${key} is required: add it`);
    for (const [key, member] of Object.entries(value)) {
      const rule = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (rule !== undefined) problems.push(...rule(member, `${prefix}${key}`));
      else problems.push(`${prefix}${key} is unknown: leave it out${known(properties)}`);
    }
    return problems;
  };
}

function known(properties: Readonly<Record<string, Rule>>): string {
  return `, or use one of ${Object.keys(properties).join(", ")}`;
}

function found(value: unknown): string {
  return value === undefined ? "" : `, not ${JSON.stringify(value).slice(0, 60)}`;
}
