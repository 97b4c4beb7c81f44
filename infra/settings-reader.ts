/**
 * Reads values of pulumi.Config and collects what is wrong with them, so that all of it is reported at
 * once: key, value, range and the command that mends it.
 */
import * as pulumi from "@pulumi/pulumi";
import { whyNoCidr } from "./cidr";
import { awsRegion } from "./aws-region";
import { whyNeverSent } from "./browser-origin";
import { nearestKey } from "./nearest-key";
import { parseTags, type Tags, whyNoTags } from "./tags";

/** What the items of a list must be. */
export interface ListForm {
  /** Completes `but must be ...`. */
  readonly what: string;
  readonly pattern: Pick<RegExp, "test">;
  readonly example: string;
  /** Items at most; default: any number. */
  readonly max?: number;
}

/** Namespaces that are no project's: providers', and the CLI's own (`pulumi new` writes pulumi:tags). */
const OTHERS: ReadonlySet<string> = new Set(["aws", "awsx", "aws-native", "pulumi"]);

/** As a shell takes it. */
const EXAMPLE_TAGS = `'{"team":"orders"}'`;

/** Reads values of one configuration namespace and collects what is wrong with them. */
export class SettingsReader {
  private readonly known: string[] = [];
  private readonly problems: string[] = [];

  constructor(
    private readonly config: pulumi.Config,
    readonly project: string,
  ) {}

  text(key: string, fallback: string, pattern: RegExp, example = fallback): string {
    const value = this.read(key) ?? fallback;
    if (!pattern.test(value)) {
      this.refuse(key, value, `text that matches ${pattern.source}`, example);
    }
    return value;
  }

  /** Text of a form, undefined when it is not set. */
  optional(
    key: string,
    what: string,
    { pattern, example }: { readonly pattern: RegExp; readonly example: string },
  ): string | undefined {
    const value = this.read(key);
    if (value !== undefined && !pattern.test(value)) this.refuse(key, value, what, example);
    return value;
  }

  /** Text that a function takes, undefined when it is not set. */
  checked(
    key: string,
    isRight: (text: string) => boolean,
    { what, example }: { readonly what: string; readonly example: string },
  ): string | undefined {
    const value = this.read(key);
    if (value !== undefined && !isRight(value)) this.refuse(key, value, what, example);
    return value;
  }

  /** Different texts, as a list or separated by commas; in the order given. */
  list(
    key: string,
    { what, pattern, example, max = Infinity }: ListForm,
    fallback: readonly string[] = [],
  ): readonly string[] {
    const value = this.read(key);
    if (value === undefined) return fallback;
    const items = parseList(value);
    const isDouble = new Set(items).size < items.length;
    if (isDouble || items.length > max || !items.every((item) => pattern.test(item))) {
      this.refuse(key, value, isDouble ? `${what}, none of them twice` : what, example);
    }
    return items;
  }

  /**
   * A setting made with --secret: encrypted in the stack's state wherever it is passed on to, for
   * example as a variable of tool-access.ts. Undefined when it is not set.
   */
  secret(key: string, what: string, pattern: RegExp): pulumi.Output<string> | undefined {
    this.known.push(key);
    const value = this.config.get(key);
    if (value === undefined) return undefined;
    if (!pattern.test(value)) {
      // Without the value, and without one on the command line, which the shell would remember.
      const full = `${this.project}:${key}`;
      this.problems.push(
        `${full} must be ${what}. Set it: pulumi config set --secret ${full}, which asks for the value`,
      );
    }
    return pulumi.secret(value);
  }

  /** A whole number. Not Config.getNumber, which takes "256abc" for 256. */
  integer(key: string, fallback: number, min: number, max: number): number {
    return this.optionalInteger(key, [min, max], fallback) ?? fallback;
  }

  /** A whole number, undefined when it is not set. */
  optionalInteger(
    key: string,
    [min, max]: readonly [min: number, max: number],
    example: number,
  ): number | undefined {
    const value = this.read(key);
    if (value === undefined) return undefined;
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    this.refuse(key, value, `a whole number from ${min} to ${max}`, String(example));
    return undefined;
  }

  /**
   * One of several words.
   *
   * @param safe those that may be proposed in place of a wrong one, the safest first; default: all,
   * and the fallback where none is near.
   */
  oneOf<Choice extends string>(
    key: string,
    fallback: Choice,
    choices: readonly Choice[],
    safe?: readonly [Choice, ...Choice[]],
  ): Choice {
    const value = this.read(key);
    if (value === undefined) return fallback;
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    const proposed = nearestKey(value, safe ?? choices) ?? safe?.[0] ?? fallback;
    this.refuse(key, value, `one of ${choices.join(", ")}`, proposed);
    return fallback;
  }

  oneOfNumbers(key: string, fallback: number, choices: readonly number[]): number {
    const usual = String(fallback);
    return Number(this.oneOf(key, usual, choices.map(String), [usual]));
  }

  flag(key: string, fallback: boolean): boolean {
    return this.oneOf(key, fallback ? "true" : "false", ["true", "false"]) === "true";
  }

  /** Origins as browsers send them, as a list or separated by commas. */
  origins(key: string): readonly string[] {
    const value = this.read(key);
    if (value === undefined) return [];
    const origins = parseList(value);
    const faults = origins.flatMap((origin) => whyNeverSent(origin) ?? []);
    if (faults.length === 0) return origins;
    const example = "https://app.example.com";
    const reasons = faults.map(({ origin, reason }) => `"${origin}" ${reason}`).join(", ");
    const range = `origins such as ${example}, separated by commas: ${reasons}`;
    const sent = origins.map((origin) => whyNeverSent(origin)?.sent ?? origin);
    const isMended = sent.every((origin) => whyNeverSent(origin) === undefined);
    this.refuse(key, value, range, isMended ? sent.join(",") : example);
    return origins;
  }

  /** Ranges of addresses, as a list or separated by commas. */
  cidrs(key: string): readonly string[] {
    const value = this.read(key);
    if (value === undefined) return [];
    const cidrs = parseList(value);
    const faults = cidrs.flatMap((cidr) => {
      const reason = whyNoCidr(cidr);
      return reason === undefined ? [] : [`"${cidr}" ${reason}`];
    });
    if (faults.length > 0) {
      const example = "203.0.113.0/24";
      this.refuse(
        key,
        value,
        `ranges of addresses, separated by commas: ${faults.join(", ")}`,
        example,
      );
    }
    return cidrs;
  }

  /** Tags of AWS's resources, as an object of texts; empty when it is not set. */
  tags(key: string): Tags {
    const value = this.read(key);
    if (value === undefined) return {};
    const tags = parseTags(value);
    const reasons = tags === undefined ? [] : whyNoTags(tags);
    if (tags !== undefined && reasons.length === 0) return tags;
    const why = reasons.length > 0 ? `: ${reasons.join(", ")}` : "";
    this.refuse(key, value, `an object of texts that AWS takes as tags${why}`, EXAMPLE_TAGS);
    return {};
  }

  /** For a setting that is nothing without another one. */
  missing(
    key: string,
    needed: string,
    { reason, example }: { readonly reason: string; readonly example: string },
  ): void {
    this.problems.push(
      `${this.project}:${key} needs ${this.project}:${needed}: ${reason}. Set it: pulumi config set ${this.project}:${needed} ${example}`,
    );
  }

  /** For settings of which each is right, but not both. */
  conflict(key: string, other: string, reason: string): void {
    const full = (name: string): string => (name.includes(":") ? name : `${this.project}:${name}`);
    this.problems.push(
      `${full(key)} and ${full(other)} do not go together: ${reason}. Remove one: pulumi config rm ${full(other)}`,
    );
  }

  /** Whether it has been set, to whatever. */
  isSet(key: string): boolean {
    return this.config.get(key) !== undefined;
  }

  /** For a setting that means nothing with another one's value. */
  unused(key: string, needed: string, value: string): void {
    const [full, other] = [`${this.project}:${key}`, `${this.project}:${needed}`];
    this.problems.push(
      `${full} has a meaning only with ${other} ${value}. Set that (pulumi config set ${other} ${value}), or remove this: pulumi config rm ${full}`,
    );
  }

  /** For what is wrong with something else than one setting's value. */
  report(problem: string): void {
    this.problems.push(problem);
  }

  /** Undefined when nobody has said it. */
  get region(): string | undefined {
    return awsRegion(pulumi.runtime.allConfig());
  }

  /** @throws pulumi.RunError when anything was wrong, misspelt keys included. */
  throwIfInvalid(): void {
    const unknown: string[] = [];
    for (const full of Object.keys(pulumi.runtime.allConfig())) {
      const [namespace = "", ...rest] = full.split(":");
      const key = rest.join(":");
      const isKnown = this.known.includes(key);
      if (namespace !== this.project) {
        // Left from before the project was renamed: it would be ignored without a word.
        if (isKnown && !OTHERS.has(namespace)) this.problems.push(this.foreign(full, key));
        continue;
      }
      if (!isKnown) unknown.push(key);
    }
    this.reportUnknown(unknown);
    if (this.problems.length > 0) {
      throw new pulumi.RunError(`Settings: ${this.problems.join("\n          ")}`);
    }
  }

  /** All settings are listed once, and only where a key is like none of them. */
  private reportUnknown(keys: readonly string[]): void {
    let list = ` The settings are ${this.known.join(", ")}.`;
    for (const key of keys) {
      const full = `${this.project}:${key}`;
      const near = nearestKey(key, this.known);
      const remove = `Remove it: pulumi config rm ${full}`;
      if (near !== undefined) {
        const meant = `${this.project}:${near}`;
        this.problems.push(
          `${full} is not a setting; did you mean ${near}? ${remove}, and set the other: pulumi config set ${meant} VALUE`,
        );
        continue;
      }
      this.problems.push(`${full} is not a setting.${list} ${remove}`);
      list = "";
    }
  }

  private foreign(full: string, key: string): string {
    return `${full} is a setting of another project; this one is "${this.project}". Rename the key to ${this.project}:${key}`;
  }

  /** A value that may be written anywhere, errors and the stack's state included. */
  private read(key: string): string | undefined {
    this.known.push(key);
    const full = `${this.project}:${key}`;
    if (!isEncrypted(full)) return this.config.get(key);
    this.problems.push(
      `${full} is encrypted, but the program reads it as no secret, so its value would lie in clear in the stack's state. Set it without --secret: pulumi config set ${full} VALUE, or read it with reader.secret() in infra/settings.ts`,
    );
    return undefined;
  }

  private refuse(key: string, value: string, range: string, fallback: string): void {
    const full = `${this.project}:${key}`;
    this.problems.push(
      `${full} is "${value}" but must be ${range}. Set it: pulumi config set ${full} ${fallback}`,
    );
  }
}

/** Whether a setting was made with --secret: Config itself gives its value without a word. */
function isEncrypted(full: string): boolean {
  const { isConfigSecret } = pulumi.runtime as unknown as {
    readonly isConfigSecret: (key: string) => boolean;
  };
  return isConfigSecret(full);
}

/** A JSON list, as structured settings arrive, or text separated by commas. */
function parseList(value: string): string[] {
  try {
    const parsed = JSON.parse(value) as unknown;
    if (Array.isArray(parsed)) return parsed.map(String);
  } catch {
    // Not JSON: separated by commas.
  }
  return value.split(",").map((part) => part.trim());
}
