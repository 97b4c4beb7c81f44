/**
 * The page's script, style sheet and icon: page/client, bundled by esbuild in memory when the first of
 * them is asked for, once in a process.
 */
import * as esbuild from "esbuild";
import { readFile } from "node:fs/promises";
import * as path from "node:path";

export const CLIENT_FOLDER = path.join(__dirname, "..", "client");

/** The assets by the name that a browser asks for. No name from outside reaches the disk. */
export const ASSET_TYPES = {
  "main.js": "text/javascript; charset=utf-8",
  "main.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

export type AssetName = keyof typeof ASSET_TYPES;

type AssetTexts = ReadonlyMap<string, string>;

let bundled: Promise<AssetTexts> | undefined;

/** @throws esbuild.BuildFailure; the next request tries again. */
export async function readAsset(name: AssetName): Promise<string> {
  bundled ??= bundle();
  try {
    return (await bundled).get(name) ?? "";
  } catch (error) {
    bundled = undefined;
    throw error;
  }
}

async function bundle(): Promise<AssetTexts> {
  try {
    const { outputFiles } = await esbuild.build({
      absWorkingDir: CLIENT_FOLDER,
      entryPoints: ["main.ts", "main.css"],
      outdir: CLIENT_FOLDER,
      bundle: true,
      format: "esm",
      charset: "utf8",
      sourcemap: "inline",
      write: false,
    });
    const icon = await readFile(path.join(CLIENT_FOLDER, "icon.svg"), "utf8");
    const texts = outputFiles.map((file) => [path.basename(file.path), file.text] as const);
    return new Map([...texts, ["icon.svg", icon]]);
  } finally {
    // Nothing else here needs esbuild's service process.
    await esbuild.stop();
  }
}
