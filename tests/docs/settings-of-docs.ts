/** Documents of the project, and the settings that they say to make. */
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import type { Config } from "../support/read-config";

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
