/** Which import of a handler brought a file into the layer, so that messages name what its author typed. */
import type { Metafile } from "esbuild";
import { packageFolder } from "./bundled-packages";
import { packageName } from "./package-names";
import type { RequiredPackage } from "./required-packages";

export interface Origins {
  /** Name of the package that the handler imports, by files as esbuild names them. */
  readonly byFile: Readonly<Record<string, string>>;
  /** The same for a package's folder; its own name where that is not known. */
  readonly ofFolder: (folder: string) => string;
}

export function createOrigins({ inputs }: Metafile, packages: readonly RequiredPackage[]): Origins {
  const byFile: Record<string, string> = {};
  const entry = inputs["entry.js"]?.imports ?? [];
  for (const { specifier } of packages) {
    const waiting = entry
      .filter(({ original }) => original === specifier)
      .map(({ path: file }) => file);
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (byFile[file] !== undefined) continue;
      byFile[file] = packageName(specifier);
      waiting.push(...(inputs[file]?.imports ?? []).map(({ path: next }) => next));
    }
  }
  return {
    byFile,
    ofFolder: (folder) => {
      const file = Object.keys(byFile).find((name) => folder.endsWith(packageFolder(name) ?? "\0"));
      const own = /(@[^/]+\/)?[^/]+$/.exec(folder.split("\\").join("/"))?.[0] ?? folder;
      return (file === undefined ? undefined : byFile[file]) ?? own;
    },
  };
}
