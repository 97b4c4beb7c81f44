/**
 * Layers of earlier builds, in the project's folder .cache: a layer changes less often than a
 * handler. One is taken when all that it was made of has the same contents.
 */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Layer } from "./dependency-layer";

/** Layers that are kept; the oldest go. */
const MAX_KEPT = 5;

interface KeptLayer extends Omit<Layer, "files"> {
  readonly files: readonly (readonly [name: string, text: string])[];
  /** Hashes of the contents of what it was made of, by path from the project's folder. */
  readonly contents: Readonly<Record<string, string>>;
}

/** What a layer follows from, besides the files that are bundled. */
export interface LayerCauses {
  readonly root: string;
  /** Whatever tells builds apart. */
  readonly settings: unknown;
  /** Files, absolute: plugins, and what is installed. */
  readonly files: readonly string[];
}

/** The layer of an earlier build, or what `make` makes. */
export async function keptLayer(causes: LayerCauses, make: () => Promise<Layer>): Promise<Layer> {
  const { root } = causes;
  const folder = path.join(root, ".cache", "layers");
  const file = path.join(folder, `${keyOf(causes)}.json`);
  const kept = readKept(file);
  if (kept !== undefined && isCurrent(kept, root)) {
    return { ...kept, files: new Map(kept.files) };
  }
  const layer = await make();
  const contents = Object.fromEntries(
    layer.inputs.map((name) => [name, hashOfFile(path.join(root, name))]),
  );
  keep(file, { ...layer, files: [...layer.files], contents });
  return layer;
}

function keyOf({ settings, files }: LayerCauses): string {
  const hash = createHash("sha256").update(JSON.stringify(settings));
  const own = fs.readdirSync(__dirname).map((name) => path.join(__dirname, name));
  for (const file of [...own, ...files]) hash.update(`${path.basename(file)} ${hashOfFile(file)} `);
  return hash.digest("hex");
}

function hashOfFile(file: string): string {
  try {
    return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
  } catch {
    return "";
  }
}

function readKept(file: string): KeptLayer | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as KeptLayer;
  } catch {
    return undefined;
  }
}

function isCurrent({ contents }: KeptLayer, root: string): boolean {
  return Object.entries(contents).every(
    ([name, hash]) => hashOfFile(path.join(root, name)) === hash,
  );
}

function keep(file: string, layer: KeptLayer): void {
  const folder = path.dirname(file);
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(`${file}.${process.pid}`, JSON.stringify(layer));
    fs.renameSync(`${file}.${process.pid}`, file);
    const all = fs.readdirSync(folder).map((name) => path.join(folder, name));
    const byAge = all.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
    for (const old of byAge.slice(MAX_KEPT)) fs.rmSync(old, { force: true });
  } catch {
    // A folder that cannot be written to: built anew each time.
  }
}
