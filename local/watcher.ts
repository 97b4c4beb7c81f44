/** Tells when files of the program, or settings, are saved with other contents than before. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

export class Watcher {
  private readonly watchers = new Map<string, fs.FSWatcher>();
  private readonly contents = new Map<string, string>();

  /** @param onChange called at once for each change; the caller gathers those that belong together. */
  constructor(private readonly onChange: (file: string) => void) {}

  /**
   * Watches the folders of these files from now on: editors replace files, and new ones appear.
   * Only sources, JSON and YAML count.
   */
  watch(files: readonly string[]): void {
    for (const folder of new Set(files.map((file) => path.dirname(file)))) {
      if (this.watchers.has(folder)) continue;
      for (const name of fs.readdirSync(folder)) this.hasChanged(path.join(folder, name));
      const watcher = fs.watch(folder, (_, name) => {
        if (name === null) return;
        const file = path.join(folder, name);
        if (this.hasChanged(file)) this.onChange(file);
      });
      // A folder that goes away is of no interest any more.
      watcher.on("error", () => {
        watcher.close();
        this.watchers.delete(folder);
      });
      this.watchers.set(folder, watcher);
    }
  }

  close(): void {
    for (const watcher of this.watchers.values()) watcher.close();
  }

  private hasChanged(file: string): boolean {
    if (!/\.(ts|json|ya?ml)$/.test(file)) return false;
    let hash = "";
    try {
      hash = createHash("sha256").update(fs.readFileSync(file)).digest("hex");
    } catch {
      // Gone, or a folder.
    }
    const before = this.contents.get(file) ?? "";
    this.contents.set(file, hash);
    return hash !== before;
  }
}
