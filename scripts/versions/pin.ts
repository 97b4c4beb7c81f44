/**
 * The setting `version`, by which the alias stays at a version, and Pulumi's knowledge of the alias.
 * Pulumi is never given the alias to move: `pulumi up` would deploy what lies in the folder too.
 */
import { spawn } from "node:child_process";
import { PROJECT, UserError } from "pulumi-local";
import type { DeployedStack } from "./deployed-stack";

type Place = Pick<DeployedStack, "place">;

const KEY = `${PROJECT.name}:version`;
/** The alias of the function that is called, whatever components it is in. */
const ALIAS = "**::mcp-server-live";

export async function setPin(version: number, { place }: Place): Promise<void> {
  await pulumi(["config", "set", KEY, String(version), ...place]);
}

export async function clearPin({ place }: Place): Promise<void> {
  await pulumi(["config", "rm", KEY, ...place]);
}

/**
 * Lets Pulumi read the alias from AWS, and nothing else: its state then says what is.
 *
 * @throws UserError that says what is true meanwhile.
 */
export async function readAliasAnew({ place }: Place): Promise<void> {
  const options = ["--yes", "--skip-preview", "--skip-plugin-pre-install", "--suppress-progress"];
  try {
    await pulumi(["refresh", ...options, "--target", ALIAS, ...place]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The alias is moved and the setting version says so, but Pulumi could not read it anew (${why}). Nothing is wrong meanwhile: the next npm run up sets it to what the setting says.`,
    );
  }
}

/** Runs the CLI to its end, without a word. @throws UserError with the last line of what it says. */
async function pulumi(args: readonly string[]): Promise<void> {
  // In a group of its own: Ctrl-C, which the terminal sends to all, would leave half of it done.
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  let output = "";
  const keep = (chunk: Buffer): void => {
    output += chunk.toString("utf8");
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const status = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
  });
  if (status === 0) return;
  const said = output.split("\n").findLast((line) => /error:/.test(line)) ?? output.trim();
  throw new UserError(`pulumi ${args.slice(0, 2).join(" ")}: ${said.replace(/^\s*error: /, "")}`);
}
