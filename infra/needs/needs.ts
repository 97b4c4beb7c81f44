/**
 * What tools need beside the function, as they say it in their own files: made here, with a statement
 * for each need that allows what it names on that resource, and a variable that tells the function
 * where it is. A new kind is a file here and one in packages/mcp-lambda/needs (docs/needs.md).
 */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DeclaredFeatures, DeclaredNeed } from "mcp-lambda";
import { needVariable } from "mcp-lambda/needs";
import { createBucket } from "./bucket";
import { grantSecret } from "./secret";
import { createStateTable } from "./state-table";
import { createTable } from "./table";

export interface NeedsArgs extends NeedsSettings {
  readonly features: DeclaredFeatures;
  /** ARN of a parameter of this stack: others of the account and region are named after it. */
  readonly parameterArn: pulumi.Output<string>;
}

export interface NeedsSettings {
  /** Of the stack, and the start of other names. */
  readonly name: string;
  /** Where secrets are, as "need=place"; others are parameters of their names. */
  readonly secretNames: readonly string[];
  /** Whether tables and buckets are kept from being removed. */
  readonly protectData: boolean;
  /** Whether tables can be set back to any second of the last 35 days. */
  readonly tableRecovery: boolean;
}

/** What the function gets. */
export interface Granted {
  readonly variables: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statements: readonly aws.iam.PolicyStatement[];
}

/** One need, as its kind's file gets it. */
export interface NeedArgs extends Omit<NeedsArgs, "features"> {
  /** As tools name it: "apiKey". */
  readonly need: string;
  readonly declared: DeclaredNeed;
}

/** What a kind gives: the value of the need's variable, and what the function may do with it. */
export interface MadeNeed {
  readonly place: pulumi.Input<string>;
  readonly statement: aws.iam.PolicyStatement;
}

type Make = (name: string, args: NeedArgs, opts: pulumi.CustomResourceOptions) => MadeNeed;

const KINDS: Readonly<Record<string, Make>> = {
  table: createTable,
  secret: grantSecret,
  bucket: createBucket,
};

/** Says which entries of secretNames name no secret that a tool needs. */
function warnOfOtherSecrets({ features, secretNames }: NeedsArgs): void {
  for (const entry of secretNames) {
    const [need = ""] = entry.split("=");
    if (features.needs[need]?.kind === "secret") continue;
    void pulumi.log.warn(
      `secretNames has "${need}", and no tool needs a secret of this name: it is not used.`,
    );
  }
}

/** @throws pulumi.RunError for a kind that there is not. */
export function createNeeds(
  name: string,
  all: NeedsArgs,
  opts: pulumi.CustomResourceOptions,
): Granted {
  const { features, ...args } = all;
  warnOfOtherSecrets(all);
  const made = Object.entries(features.needs).map(([need, declared]) => {
    const make = KINDS[declared.kind];
    if (make === undefined) {
      const kinds = Object.keys(KINDS).join(", ");
      throw new pulumi.RunError(`needs.${need}: there is no kind "${declared.kind}": ${kinds}`);
    }
    return { need, ...make(name, { ...args, need, declared }, opts) };
  });
  const state = features.hasState ? [createStateTable(name, args, opts)] : [];
  return {
    variables: Object.fromEntries([
      ...made.map(({ need, place }) => [needVariable(need), place] as const),
      ...state.map(({ variable, place }) => [variable, place] as const),
    ]),
    statements: [...made, ...state].map(({ statement }) => statement),
  };
}

/** "apiKey" as names of AWS have it: "api-key". */
export function kebab(need: string): string {
  return need.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}
