/** File watcher: reports when files of the program, or settings, have other contents than before. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { type FSWatcher, watch } from "chokidar";

/** What a program may be made of, also in files that nothing has loaded yet. */
const SOURCES = /\.(tsx?|[cm]?js|json|ya?ml|md|txt|sql|html)$/;

export class FileWatcher {
  private readonly watcher: FSWatcher;
  private readonly folders = new Set<string>();
  private readonly known = new Set<string>();
  private readonly hashes = new Map<string, string>();

  /** @param onChange called at once for each change; the caller gathers those that belong together. */
  constructor(onChange: (file: string) => void) {
    this.watcher = watch([], {
      depth: 0,
      // Its option for editors that replace a file would report a removal 100 ms late.
      atomic: false,
      followSymlinks: false,
      ignored: (name, stats) => {
        const file = path.normalize(name);
        return stats?.isDirectory() === true ? !this.folders.has(file) : !this.counts(file);
      },
    });
    // First it adds all that there is: a change since `watch` hashed the files is met there.
    for (const event of ["add", "change", "unlink"] as const) {
      this.watcher.on(event, (name) => {
        const file = path.normalize(name);
        if (this.hasChanged(file)) onChange(file);
      });
    }
    // A folder that goes away is of no interest any more.
    this.watcher.on("error", () => undefined);
  }

  /** Watches these files from now on, and sources in their folders, where new ones may appear. */
  watch(files: readonly string[]): void {
    const news = files.filter((file) => !this.known.has(file));
    for (const file of news) this.known.add(file);
    const folders = new Set(news.map((file) => path.dirname(file)));
    for (const folder of folders) {
      if (!this.folders.has(folder)) this.watchFolder(folder);
    }
    // Ignored until now where it is not a source: its folder is watched without it.
    const ignored = news.filter((file) => !SOURCES.test(file));
    for (const file of ignored) this.hasChanged(file);
    if (ignored.length > 0) this.watcher.add(ignored);
  }

  close(): void {
    void this.watcher.close();
  }

  private watchFolder(folder: string): void {
    if (!fs.existsSync(folder)) return;
    this.folders.add(folder);
    for (const name of fs.readdirSync(folder)) this.hasChanged(path.join(folder, name));
    this.watcher.add(folder);
  }

  private counts(file: string): boolean {
    return SOURCES.test(file) || this.known.has(file) || this.folders.has(file);
  }

  private hasChanged(file: string): boolean {
    if (!this.counts(file)) return false;
    let hash = "";
    try {
      hash = createHash("sha256").update(fs.readFileSync(file)).digest("hex");
    } catch {
      // Gone, or a folder.
    }
    const before = this.hashes.get(file) ?? "";
    this.hashes.set(file, hash);
    return hash !== before;
  }
}
