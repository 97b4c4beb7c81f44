/** What rules look at: declared resources as plain data, whoever declared them. */

export interface Resource {
  /** Pulumi type token, for example "aws:lambda/function:Function". */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly inputs: Values;
  /** Inputs, and what AWS adds to them. */
  readonly outputs: Values;
  /** Outputs that the program makes secret, beside those that the provider knows to be. */
  readonly additionalSecretOutputs: readonly string[];
  /** All inputs that the engine keeps secret; undefined where that is not told, as in a policy pack. */
  readonly secretInputs?: readonly string[];
}

export type Values = Readonly<Record<string, unknown>>;

export interface Rule {
  /** Lower case, with hyphens; unique. */
  readonly name: string;
  /** What holds, in one sentence. */
  readonly description: string;
  /** Whether a stack that breaks it is open, leaks or can be taken over; else it works worse than it could. */
  readonly protects: boolean;
  /**
   * Type of the resource that is declared after all that the rule needs, if there is one: the policy
   * pack asks the rule before such a resource is made.
   */
  readonly decidedBy?: string;
  /** One line for each thing that is wrong: which resource, what, and how to mend it. */
  readonly problems: (resources: readonly Resource[]) => readonly string[];
}

export const FUNCTION = "aws:lambda/function:Function";
export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
export const REST_API = "aws:apigateway/restApi:RestApi";
export const STAGE = "aws:apigateway/stage:Stage";
/** Its outputs are those of the stack. */
export const STACK = "pulumi:pulumi:Stack";

export function ofType(resources: readonly Resource[], type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === type);
}

/** An object's entries; {} for what is none. */
export function values(value: unknown): Values {
  return typeof value === "object" && value !== null ? (value as Values) : {};
}

/** A list's items; one item for what is none, [] for undefined. */
export function items(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** "" for what is not text. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** An object that may have been given as JSON text; {} for what is neither. */
export function parsed(value: unknown): Values {
  if (typeof value !== "string") return values(value);
  try {
    return values(JSON.parse(value));
  } catch {
    return {};
  }
}

/** How messages name a resource. */
export function label({ type, name }: Resource): string {
  return `${type.split(":").pop() ?? type} "${name}"`;
}

export function variablesOf(lambda: Resource | undefined): Values {
  return values(values(lambda?.inputs["environment"])["variables"]);
}
