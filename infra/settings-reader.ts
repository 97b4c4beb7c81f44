/**
 * Reads values of pulumi.Config and collects what is wrong with them, so that all of it is reported at
 * once: key, value, range and the command that mends it.
 */
import * as pulumi from "@pulumi/pulumi";

/** Reads values of one configuration namespace and collects what is wrong with them. */
export class SettingsReader {
  private readonly known: string[] = [];
  private readonly problems: string[] = [];

  constructor(
    private readonly config: pulumi.Config,
    private readonly project: string,
  ) {}

  text(key: string, fallback: string, pattern: RegExp): string {
    const value = this.read(key) ?? fallback;
    if (!pattern.test(value))
      this.refuse(key, value, `text that matches ${pattern.source}`, fallback);
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

  /** A whole number. Not Config.getNumber, which takes "256abc" for 256. */
  integer(key: string, fallback: number, min: number, max: number): number {
    const value = this.read(key);
    if (value === undefined) return fallback;
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    this.refuse(key, value, `a whole number from ${min} to ${max}`, String(fallback));
    return fallback;
  }

  oneOf<Choice extends string>(key: string, fallback: Choice, choices: readonly Choice[]): Choice {
    const value = this.read(key);
    if (value === undefined) return fallback;
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) this.refuse(key, value, `one of ${choices.join(", ")}`, fallback);
    return choice ?? fallback;
  }

  oneOfNumbers(key: string, fallback: number, choices: readonly number[]): number {
    return Number(this.oneOf(key, String(fallback), choices.map(String)));
  }

  flag(key: string, fallback: boolean): boolean {
    return this.oneOf(key, fallback ? "true" : "false", ["true", "false"]) === "true";
  }

  /** Origins as browsers send them, as a list or separated by commas. */
  origins(key: string): readonly string[] {
    const value = this.read(key);
    if (value === undefined) return [];
    const origins = parseList(value);
    // Lower case, no path; browser extensions and web views have schemes of their own.
    const isOrigin = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\/[^/\s,*A-Z]+$/.test(text);
    if (!origins.every(isOrigin)) {
      const example = "https://app.example.com";
      this.refuse(key, value, `origins such as ${example}, separated by commas`, example);
    }
    return origins;
  }

  packages(key: string): readonly string[] {
    const value = this.read(key);
    if (value === undefined) return [];
    const names = parseList(value);
    if (!names.every((name) => /^(@[a-z0-9-._~]+\/)?[a-z0-9-._~]+$/.test(name))) {
      this.refuse(key, value, "names of npm packages, separated by commas", "a-package");
    }
    return names;
  }

  /** For settings of which each is right, but not both. */
  conflict(key: string, other: string, reason: string): void {
    const full = (name: string): string => (name.includes(":") ? name : `${this.project}:${name}`);
    this.problems.push(
      `${full(key)} and ${full(other)} do not go together: ${reason}. Remove one: pulumi config rm ${full(other)}`,
    );
  }

  /** The name serves as function name, the strictest of all: at most 64 of [A-Za-z0-9_-]. */
  checkName(name: string): void {
    if (/^[A-Za-z0-9_-]{1,64}$/.test(name)) return;
    this.problems.push(
      `"${name}" (<project>-<stack>) cannot name the function, the stage and the alarms: AWS takes at most 64 of the characters A-Z a-z 0-9 _ and -, and this has ${name.length}. Choose another stack name (pulumi stack rename NAME) or another project name in Pulumi.yaml`,
    );
  }

  /** Undefined when nobody has said it. */
  get region(): string | undefined {
    return new pulumi.Config("aws").get("region") ?? process.env["AWS_REGION"];
  }

  checkRegion(): void {
    const { region } = this;
    if (region !== undefined && /^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(region)) return;
    this.problems.push(
      region === undefined
        ? "aws:region is not set. Set it: pulumi config set aws:region ap-northeast-2"
        : `aws:region is "${region}", which is not an AWS region. Set one: pulumi config set aws:region ap-northeast-2`,
    );
  }

  /** @throws pulumi.RunError when anything was wrong, misspelt keys included. */
  throwIfInvalid(): void {
    for (const full of Object.keys(pulumi.runtime.allConfig())) {
      const [namespace = "", ...rest] = full.split(":");
      const key = rest.join(":");
      const isKnown = this.known.includes(key);
      if (namespace !== this.project) {
        // Left from before the project was renamed: it would be ignored without a word.
        if (isKnown && namespace !== "aws") this.problems.push(this.foreign(full, key));
        continue;
      }
      if (isKnown) continue;
      this.problems.push(
        `${full} is not a setting. The settings are ${this.known.join(", ")}. Remove it: pulumi config rm ${full}`,
      );
    }
    if (this.problems.length > 0) {
      throw new pulumi.RunError(`Settings: ${this.problems.join("\n          ")}`);
    }
  }

  private foreign(full: string, key: string): string {
    return `${full} is a setting of another project; this one is "${this.project}". Rename the key to ${this.project}:${key}`;
  }

  private read(key: string): string | undefined {
    this.known.push(key);
    return this.config.get(key);
  }

  private refuse(key: string, value: string, range: string, fallback: string): void {
    const full = `${this.project}:${key}`;
    this.problems.push(
      `${full} is "${value}" but must be ${range}. Set it: pulumi config set ${full} ${fallback}`,
    );
  }
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
