/** A stack that is deployed, as scripts need it: its function, and the settings that are theirs. */
import { PROJECT, shellWord, UserError } from "pulumi-local";
import { optionValue, placeOptions, readPulumi } from "../pulumi/pulumi-cli";
import type { StackOutputs } from "../pulumi/next-steps";

export interface DeployedStack {
  /** Its name, as people give it. */
  readonly name: string;
  readonly functionName: string;
  readonly region: string;
  readonly logGroup: string;
  readonly endpoint: string;
  /** Profile of the credentials, where aws:profile names one. */
  readonly profile: string | undefined;
  /** Setting `version`: where the alias stays. */
  readonly pin: number | undefined;
  /** Setting `keepVersions`; undefined: all. */
  readonly keepVersions: number | undefined;
  /** Setting `provisionedConcurrency`. */
  readonly isKeptReady: boolean;
  /** Setting `streaming`: how a version responds that is deployed now. */
  readonly streaming: boolean;
  /** Options that choose it, for the Pulumi CLI. */
  readonly place: readonly string[];
}

type StackConfig = Readonly<Record<string, { readonly value?: string }>>;

/** @param args options of the command, for its stack. @throws UserError where nothing is deployed. */
export function deployedStack(args: readonly string[]): DeployedStack {
  const stack = findStack(args);
  if (typeof stack !== "string") return stack;
  throw new UserError(
    stack === ""
      ? "No stack is chosen. Name one: --stack dev"
      : `Nothing is deployed in the stack "${stack}": npm run up -- --stack ${shellWord(stack)}`,
  );
}

/** @returns the stack's name where nothing is deployed in it, "" where none is chosen. */
export function findStack(args: readonly string[]): DeployedStack | string {
  const place = placeOptions(args);
  const name = optionValue(args, "-s", "--stack") ?? readPulumi(["stack", "--show-name"])?.trim();
  if (name === undefined) return "";
  const outputs = readPulumi(["stack", "output", "--json", ...place]);
  const { functionArn, logGroupName, endpoint } = JSON.parse(outputs ?? "{}") as StackOutputs;
  if (functionArn === undefined || logGroupName === undefined) return name;
  const [, , , region = "", , , functionName = ""] = functionArn.split(":");
  const config = settingsOf(place);
  return {
    name,
    functionName,
    region,
    logGroup: logGroupName,
    endpoint: endpoint ?? "",
    profile: config["aws:profile"],
    pin: numberIn(config, "version"),
    keepVersions: numberIn(config, "keepVersions"),
    isKeptReady: numberIn(config, "provisionedConcurrency") !== undefined,
    streaming: config[`${PROJECT.name}:streaming`] === "true",
    place,
  };
}

/** Settings of a stack by their full names; none where they cannot be read. Secrets are left out. */
export function settingsOf(place: readonly string[]): Readonly<Record<string, string>> {
  const read = JSON.parse(readPulumi(["config", "--json", ...place]) ?? "{}") as StackConfig;
  return Object.fromEntries(
    Object.entries(read).flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** A setting of the program, as the program itself has checked it. */
export function numberIn(
  config: Readonly<Record<string, string>>,
  key: string,
): number | undefined {
  const value = config[`${PROJECT.name}:${key}`];
  return value === undefined ? undefined : Number(value);
}
