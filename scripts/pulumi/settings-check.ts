/**
 * The settings of a stack, checked before the engine is started: what is wrong is said at once and once,
 * where Pulumi says it after seconds, and twice.
 */
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { checkedSettings } from "../../infra/settings";
import { hasOption, optionValue, placeOptions, readPulumi } from "./pulumi-cli";

/** As `pulumi config --json` prints it. */
type StackConfig = Readonly<Record<string, { readonly value?: string; readonly secret: boolean }>>;

/** With these other settings are read than those that lie here. */
const OF_OTHERS = [
  "-c",
  "--config",
  "--config-path",
  "--config-file",
  "-C",
  "--cwd",
  "-h",
  "--help",
];

/**
 * @param args options of the command, for its stack.
 * @returns what is wrong; undefined where nothing is, or where only the engine can say, as of settings
 * that are encrypted.
 */
export async function wrongSettings(args: readonly string[]): Promise<string | undefined> {
  if (hasOption(args, ...OF_OTHERS)) return undefined;
  const read = readPulumi(["config", "--json", ...placeOptions(args)]);
  const stack = optionValue(args, "-s", "--stack") ?? readPulumi(["stack", "--show-name"]);
  const project = projectName();
  if (read === undefined || stack === undefined || project === undefined) return undefined;
  const settings = Object.entries(JSON.parse(read) as StackConfig);
  if (settings.some(([, { secret, value }]) => secret || value === undefined)) return undefined;
  const config = Object.fromEntries(settings.map(([key, { value = "" }]) => [key, value]));
  // "organization/project/stack" is a stack's whole name.
  return check({ project, stack: stack.trim().split("/").at(-1) ?? stack, config });
}

async function check(given: {
  readonly project: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
}): Promise<string | undefined> {
  const never = (): never => {
    throw new Error("settings are read before anything is declared");
  };
  await pulumi.runtime.setMocks({ newResource: never, call: never }, given.project, given.stack);
  pulumi.runtime.setAllConfig({ ...given.config });
  const { warn } = console;
  // The engine says them too.
  console.warn = () => undefined;
  try {
    checkedSettings();
    return undefined;
  } catch (error) {
    if (error instanceof pulumi.RunError) return error.message;
    throw error;
  } finally {
    console.warn = warn;
  }
}

function projectName(): string | undefined {
  const text = fs.readFileSync(path.join(PROJECT_ROOT, "Pulumi.yaml"), "utf8");
  return /^name:\s*["']?([\w.-]+)/m.exec(text)?.[1];
}
