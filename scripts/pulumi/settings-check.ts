/**
 * The settings of a stack, checked before the engine is started: what is wrong is said at once and once,
 * where Pulumi says it after seconds, and twice.
 */
import { PROJECT, type StackSettings, UserError } from "pulumi-local";
import { settingsOf } from "../settings-of";
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

/** @param args options of the command, for its stack. @throws UserError with what is wrong. */
export async function refuseWrongSettings(args: readonly string[]): Promise<void> {
  const wrong = await wrongSettings(args);
  if (wrong !== undefined) throw new UserError(wrong);
}

/** Undefined where nothing is wrong, or where only the engine can say, as of settings that are encrypted. */
async function wrongSettings(args: readonly string[]): Promise<string | undefined> {
  if (hasOption(args, ...OF_OTHERS)) return undefined;
  const read = readPulumi(["config", "--json", ...placeOptions(args)]);
  const stack = optionValue(args, "-s", "--stack") ?? readPulumi(["stack", "--show-name"]);
  if (read === undefined || stack === undefined) return undefined;
  const settings = Object.entries(JSON.parse(read) as StackConfig);
  if (settings.some(([, { secret, value }]) => secret || value === undefined)) return undefined;
  const config = Object.fromEntries(settings.map(([key, { value = "" }]) => [key, value]));
  // "organization/project/stack" is a stack's whole name.
  return reasonOf({
    project: PROJECT.name,
    stack: stack.trim().split("/").at(-1) ?? stack,
    config,
  });
}

async function reasonOf(given: StackSettings): Promise<string | undefined> {
  const { warn } = console;
  // The engine says them too.
  console.warn = () => undefined;
  try {
    await settingsOf(given);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  } finally {
    console.warn = warn;
  }
}
