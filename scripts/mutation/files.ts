/** Files of TypeScript under folders of the project. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

const SKIPPED = new Set(["node_modules", ".cache", "cases"]);

function filesIn(root: string, name: string): readonly string[] {
  const file = path.join(root, name);
  if (!fs.existsSync(file)) return [];
  if (!fs.statSync(file).isDirectory()) return [name];
  const names = fs.readdirSync(file).filter((entry) => !SKIPPED.has(entry));
  return names.sort().flatMap((entry) => filesIn(root, path.posix.join(name, entry)));
}

/** Paths from the root, with slashes. */
export function sourceFiles(root: string, names: readonly string[]): readonly string[] {
  return names
    .flatMap((name) => filesIn(root, name))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .filter((file) => !file.includes("/tests/"));
}

export function testFiles(root: string, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => filesIn(root, name)).filter((file) => file.endsWith(".test.ts"));
}

/** Short SHA-256 of texts. */
export function hashOf(...texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex").slice(0, 16);
}
