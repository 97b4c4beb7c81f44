/**
 * Zod schema issues in words: the path, what must be there, what is. Schemas are made with zod
 * itself; here is what their messages need, and two combinators that zod has not.
 */
import * as z from "zod";

type ErrorMap = z.core.$ZodErrorMap;
export type Report = (path: readonly PropertyKey[], message: string) => void;

export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  /** What is said of the path: "must be text, not 5". */
  readonly message: string;
}

const REQUIRED = "is required: add it";

export interface Validation<Data> {
  /** Undefined when there is any issue. */
  readonly data: Data | undefined;
  readonly issues: readonly SchemaIssue[];
}

/** The schema's data, or what breaks it. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): Validation<z.output<Schema>> {
  const { data, error } = schema.safeParse(value, { error: defaultMessage });
  const issues = (error?.issues ?? []).flatMap((issue) => {
    const { path, message } = issue;
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: [...path, key], message }));
    }
    // zod measures a text in place of an array too, after the issue that it is not one.
    return "origin" in issue && issue.origin === "string" ? [] : { path, message };
  });
  return { data, issues };
}

/** "properties.metrics[0]" */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

/** "properties.view must be text, not 5"; the message alone where the path is empty. */
export function issueText({ path, message }: SchemaIssue): string {
  return path.length === 0 ? message : `${pathText(path)} ${message}`;
}

/** The error of a schema or check, for a value that must be what `what` says. */
export function must(what: string, missing = REQUIRED): { readonly error: ErrorMap } {
  return {
    error: ({ input }) =>
      input === undefined ? missing : `must be ${what}, not ${JSON.stringify(input).slice(0, 60)}`,
  };
}

/** The error of an array's max(). */
export function tooMany(members: string): { readonly error: ErrorMap } {
  return {
    error: ({ input, maximum }) =>
      `has ${Array.isArray(input) ? input.length : 0} ${members}; leave ${String(maximum)} at most`,
  };
}

/** A text that passes a test. */
export function textThat(
  what: string,
  isRight: (text: string) => boolean,
  missing = REQUIRED,
): z.ZodString {
  return z.string(must(what, missing)).refine(isRight, must(what));
}

export const filledText = textThat("text that is not empty", (text) => text.trim() !== "");

export function integer(min: number, max = Infinity): z.ZodNumber {
  const range = must(`a whole number, ${min} ${max === Infinity ? "or more" : `to ${max}`}`);
  return z.int(range).min(min, range).max(max, range);
}

/** An object with no other keys than these. */
export function closedObject(
  required: z.core.$ZodLooseShape,
  optional: z.core.$ZodLooseShape,
): z.ZodObject {
  const shape = { ...required, ...z.object(optional).partial().shape };
  const unknown = `is unknown: leave it out, or use one of ${Object.keys(shape).join(", ")}`;
  return z.strictObject(shape, {
    error: ({ code }) => (code === "unrecognized_keys" ? unknown : undefined),
  });
}

/** A check across members. It runs also when single members are broken: its value is unknown. */
export function across<Schema extends z.ZodType>(
  schema: Schema,
  check: (value: unknown, report: Report) => void,
): Schema {
  return schema.superRefine(
    (value, context) => {
      check(value, (path, message) => {
        context.addIssue({ code: "custom", path: [...path], message });
      });
    },
    { when: () => true },
  );
}

/** The schema that a look at the value picks; a union would mix the issues of all its members. */
export function either(pick: (value: unknown) => z.ZodType): z.ZodType {
  return across(z.unknown(), (value, report) => {
    for (const { path, message } of validate(pick(value), value).issues) report(path, message);
  });
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "an array",
  tuple: "an array",
  object: "an object",
};

/** In place of zod's own messages, where a schema has none. */
function defaultMessage(issue: z.core.$ZodRawIssue): ReturnType<ErrorMap> {
  switch (issue.code) {
    case "invalid_type":
      return must(TYPES[issue.expected] ?? issue.expected).error(issue);
    case "invalid_value":
      return must(`one of ${issue.values.join(", ")}`).error(issue);
    case "too_small":
      return `must have ${issue.minimum} members or more`;
    case "too_big":
      return tooMany("members").error(issue);
    default:
      return undefined;
  }
}
