/** What documents say of settings, and what the program makes of it. */
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { readSettings, type Settings } from "../../infra/settings";

export type Config = Readonly<Record<string, string>>;

export interface ReadResult {
  readonly settings: Settings;
  readonly warnings: readonly string[];
}

export function readDocument(file: string): string {
  return fs.readFileSync(path.join(PROJECT_ROOT, file), "utf8");
}

/** Bodies of the fenced blocks of a language. */
export function fencedBlocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(
    ([, body = ""]) => body,
  );
}

/** What `pulumi config set KEY VALUE` of a block sets. @throws Error when a line has another form. */
export function configOf(block: string): Config {
  const lines = block.split("\n").filter((line) => line.startsWith("pulumi config set "));
  const entries = lines.map((line) => {
    const [, key, value] = /^pulumi config set (\w+) ("[^"]+"|\S+)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) throw new Error(`not of the form: ${line}`);
    return [key, value] as const;
  });
  return Object.fromEntries(entries);
}

/** @throws pulumi.RunError when the program refuses them. */
export async function readConfig(config: Config): Promise<ReadResult> {
  const newResource = (): never => {
    throw new Error("settings are read before anything is declared");
  };
  await pulumi.runtime.setMocks({ newResource, call: newResource }, "mcp-server", "dev");
  const full = Object.entries(config).map(([key, value]) => [`mcp-server:${key}`, value]);
  pulumi.runtime.setAllConfig({
    "aws:region": "ap-northeast-2",
    ...(Object.fromEntries(full) as Config),
  });
  const warnings: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => warnings.push(text);
  try {
    return { settings: readSettings(), warnings };
  } finally {
    console.warn = warn;
    pulumi.runtime.setAllConfig({});
  }
}
