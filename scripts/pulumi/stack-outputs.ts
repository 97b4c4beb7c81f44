/** The outputs of a deployed stack, as `pulumi stack output` has them. */
import { spawnSync } from "node:child_process";
import { UserError } from "pulumi-local";
import type { StackOutputs } from "./next-steps";

export interface OutputOptions {
  /** Default: the selected stack. */
  readonly stack?: string | undefined;
  /** Other options that choose the place, such as --cwd. */
  readonly place?: readonly string[];
  /** Decrypts secret outputs; default: they are masked. */
  readonly secrets?: boolean;
}

/** With the secret ones where they are asked for. */
export interface DeployedOutputs extends StackOutputs {
  readonly apiKeys?: Readonly<Record<string, string>>;
}

/** Those that choose the stack, for any command of the CLI. */
export function stackOptions({ stack, place = [] }: OutputOptions): readonly string[] {
  return [...(stack === undefined ? [] : ["--stack", stack]), ...place];
}

/** @throws UserError when there is no CLI, no stack, or nothing is deployed; with Pulumi's first line. */
export function readOutputs(options: OutputOptions = {}): DeployedOutputs {
  const command = [
    ...["stack", "output", "--json", "--non-interactive"],
    ...stackOptions(options),
    ...(options.secrets === true ? ["--show-secrets"] : []),
  ];
  const { status, stdout, stderr } = spawnSync("pulumi", command, { encoding: "utf8" });
  if (status === null) {
    throw new UserError("There is no pulumi on PATH to ask for the stack. For npm start: --local.");
  }
  const [reason = ""] = stderr.trim().split("\n");
  if (status !== 0) throw new UserError(`The stack is not known (${reason}). ${WAY_OUT}`);
  const outputs = JSON.parse(stdout) as DeployedOutputs;
  if (outputs.endpoint !== undefined) return outputs;
  throw new UserError(`The stack has no outputs: it is not deployed. ${WAY_OUT}`);
}

const WAY_OUT = "Say --stack NAME for another, --local for npm start.";
