/** Links of the pages that stay to those that are removed. */
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";

/** A row of a table, or an item of a list that begins with a link: about that page alone. */
const ABOUT_PAGES = /^(?:\| |[-*] \[)/;
const LINK = /\[([^\]]*)\]\(([^)#]+)(?:#[^)]*)?\)/g;

/** Takes out rows and items with such links alone, and elsewhere leaves their words; formatted. */
export async function dropLinks(root: string, gone: readonly string[]): Promise<void> {
  const isGone = (page: string, target: string): boolean => {
    const file = path.posix.join(path.posix.dirname(page), target);
    return gone.some((each) => file === each || file.startsWith(`${each}/`));
  };
  for (const page of pagesOf(root)) {
    const at = path.join(root, page);
    const text = fs.readFileSync(at, "utf8");
    const lines = text.split("\n").flatMap((line) => {
      const targets = [...line.matchAll(LINK)].map(([, , target = ""]) => target);
      const isAboutGone = targets.length > 0 && targets.every((target) => isGone(page, target));
      if (ABOUT_PAGES.test(line) && isAboutGone) return [];
      return [
        line.replace(LINK, (all, words: string, to: string) => (isGone(page, to) ? words : all)),
      ];
    });
    const kept = lines.join("\n");
    if (kept === text) continue;
    const config = await resolveConfig(at);
    fs.writeFileSync(at, await format(kept, { ...config, filepath: at }));
  }
}

function pagesOf(root: string): readonly string[] {
  return ["", "docs"].flatMap((folder) => {
    const at = path.join(root, folder);
    const names = fs.existsSync(at) ? fs.readdirSync(at) : [];
    return names
      .filter((name) => name.endsWith(".md"))
      .map((name) => path.posix.join(folder, name));
  });
}
