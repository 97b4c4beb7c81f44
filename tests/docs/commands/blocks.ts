/** Commands that documents tell people to paste. */
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";

export interface CommandBlock {
  readonly file: string;
  /** Of its first command. */
  readonly line: number;
  readonly language: "sh" | "powershell";
  readonly text: string;
}

const SINGLE = ["README.md", "AGENTS.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];
const FOLDERS = ["docs", "policy", ".agents", ".claude", ".github"];
/** Other names of shells: a block that has one would be left out without a word. */
const REFUSED = ["bash", "shell", "console", "zsh", "cmd", "bat", "ps1", "pwsh"];

function markdownIn(folder: string): readonly string[] {
  const whole = path.join(PROJECT_ROOT, folder);
  if (!fs.existsSync(whole)) return [];
  return fs
    .readdirSync(whole, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.posix.join(folder, name.split(path.sep).join("/")))
    .sort();
}

/** All documents, by their paths in the project. */
export function documents(): readonly string[] {
  const packages = fs.readdirSync(path.join(PROJECT_ROOT, "packages"));
  const readmes = packages.map((name) => `packages/${name}/README.md`);
  const single = [...SINGLE, "CLAUDE.md", "bench/RESULTS.md", ...readmes];
  const there = single.filter((file) => fs.existsSync(path.join(PROJECT_ROOT, file)));
  return [...there, ...FOLDERS.flatMap(markdownIn)];
}

/** @throws Error for a block in a language that no test runs. */
export function commandBlocks(file: string): readonly CommandBlock[] {
  const text = fs.readFileSync(path.join(PROJECT_ROOT, file), "utf8");
  return [...text.matchAll(/^( *)```(\S*)\n([^]*?)^ *```$/gm)].flatMap((match) => {
    const [, indent = "", language = "", body = ""] = match;
    const line = text.slice(0, match.index).split("\n").length + 1;
    if (REFUSED.includes(language) || language === "") {
      throw new Error(`${file}:${line}: name the block's language sh, powershell or text`);
    }
    if (language !== "sh" && language !== "powershell") return [];
    return [{ file, line, language, text: body.replaceAll(new RegExp(`^${indent}`, "gm"), "") }];
  });
}
