/**
 * Bundles the npm packages that a serialized handler requires into the archive of a Lambda layer.
 *
 * The function's zip then holds `__index.js` alone: a code change uploads a few kB, and bundled
 * packages load in half the time. Same handler and lockfile, same bytes, wherever the clone lies.
 * https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
 */
import * as path from "node:path";
import { isBuiltin } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import * as esbuild from "esbuild";

/** Project folder: packages are resolved as the program itself would resolve them. */
const ROOT = path.join(__dirname, "..");

/**
 * Returns the layer's archive for the emitted text of a handler.
 *
 * @throws Error that names the package when one cannot be bundled (native addons among others).
 */
export async function bundleDependencies(handlerText: string): Promise<pulumi.asset.AssetArchive> {
  const specifiers = await requiredSpecifiers(handlerText);
  const bundles = await Promise.all(specifiers.map(bundle));
  const files = specifiers.map((specifier, index) => [
    layerPath(specifier),
    new pulumi.asset.StringAsset(bundles[index] ?? ""),
  ]);
  return new pulumi.asset.AssetArchive(Object.fromEntries(files) as pulumi.asset.AssetMap);
}

/**
 * What a module requires apart from Node's own modules, sorted. Read by a parser, not a pattern.
 *
 * @throws RunError for a dynamic import of a package.
 */
export async function requiredSpecifiers(moduleText: string): Promise<string[]> {
  const found = new Set<string>();
  const dynamic = new Set<string>();
  const collector: esbuild.Plugin = {
    name: "collect-requires",
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path: specifier, kind }) => {
        if (!isBuiltin(specifier)) {
          if (kind === "dynamic-import") dynamic.add(specifier);
          found.add(specifier);
        }
        return { path: specifier, external: true };
      });
    },
  };
  await esbuild.build({
    stdin: { contents: moduleText, sourcefile: "__index.js" },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    logLevel: "silent",
    plugins: [collector],
  });
  if (dynamic.size > 0) {
    throw new pulumi.RunError(
      `import("${[...dynamic].join('"), import("')}") would find nothing in Lambda, which looks for imported packages beside the code and not in layers. Import the package at the top of the file.`,
    );
  }
  return [...found].sort();
}

/** One self-contained CommonJS file that stands in for `require(specifier)`. */
async function bundle(specifier: string): Promise<string> {
  try {
    const result = await esbuild.build({
      stdin: {
        contents: `module.exports = require(${JSON.stringify(specifier)});`,
        resolveDir: ROOT,
      },
      absWorkingDir: ROOT,
      bundle: true,
      write: false,
      minify: true,
      platform: "node",
      target: "node24",
      format: "cjs",
      legalComments: "none",
      logLevel: "silent",
    });
    return result.outputFiles[0]?.text ?? "";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new pulumi.RunError(
      `The package "${specifier}", which the handler requires, cannot be bundled for Lambda: ${reason}\n` +
        `Add it to "dependencies" in package.json, or use one without native addons.`,
    );
  }
}

/** Where NODE_PATH finds a specifier: `zod` as zod/index.js, `lodash/merge.js` as it is. */
function layerPath(specifier: string): string {
  const isPackageName = specifier.split("/").length === (specifier.startsWith("@") ? 2 : 1);
  const file = isPackageName ? `${specifier}/index.js` : specifier;
  return `nodejs/node_modules/${path.extname(file) === "" ? `${file}.js` : file}`;
}
