/**
 * Bundles what a serialized handler uses of npm packages into the archive of a Lambda layer.
 *
 * The function's zip then holds `__index.js` alone: a code change uploads some kB, and one bundle
 * loads in half the time of node_modules. Same handler and lockfile, same bytes, wherever the clone
 * lies. https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
 */
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as esbuild from "esbuild";
import { packagesOf, refuseNativeAddons, thirdPartyLicenses } from "./bundled-packages";
import { type RequiredModule, requiredModules } from "./required-modules";

/** Project folder: packages are resolved as the program itself would resolve them. */
const ROOT = path.join(__dirname, "..");

/** In the layer's nodejs folder, beside the node_modules that Lambda's NODE_PATH names. */
const BUNDLE = "bundle.js";

/** Lambda's Node.js runtimes have the AWS SDK. https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const OF_THE_RUNTIME = ["@aws-sdk/*", "@smithy/*"];

export interface BundleOptions {
  /** Whether the AWS SDK goes into the layer, in place of the runtime's. */
  readonly bundleAwsSdk: boolean;
  /** Packages whose calls of require with computed names are let through. */
  readonly allowDynamicRequire: readonly string[];
}

export interface Bundle {
  /** Files of the layer by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Bytes that each source file has in the bundle. */
  readonly inputs: ReadonlyMap<string, number>;
}

/**
 * Returns the layer's archive for the emitted text of a handler.
 *
 * @throws RunError that names the package when one cannot be bundled (native addons among others).
 */
export async function bundleDependencies(
  handlerText: string,
  options: BundleOptions,
): Promise<pulumi.asset.AssetArchive> {
  const { files } = await bundle(handlerText, options);
  return new pulumi.asset.AssetArchive(
    Object.fromEntries(
      [...files].map(([name, text]) => [name, new pulumi.asset.StringAsset(text)]),
    ),
  );
}

/** The same as texts, with what they are made of. @throws RunError */
export async function bundle(
  handlerText: string,
  { bundleAwsSdk, allowDynamicRequire }: BundleOptions,
): Promise<Bundle> {
  const modules = requiredModules(handlerText).filter(
    ({ specifier }) => bundleAwsSdk || !/^@(aws-sdk|smithy)\//.test(specifier),
  );
  const options: esbuild.BuildOptions = {
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    legalComments: "none",
    logLevel: "silent",
    logOverride: { [DYNAMIC_REQUIRE]: "warning" },
    external: bundleAwsSdk ? [] : OF_THE_RUNTIME,
    plugins: [
      withBufferedResponse,
      ...(usesJsonSchemaValidator(handlerText) ? [] : [withoutJsonSchemaValidator]),
    ],
  };
  const result = await build(modules, options);
  const inputs = new Map(
    Object.values(result.metafile.outputs)
      .flatMap((output) => Object.entries(output.inputs))
      .map(([input, { bytesInOutput }]) => [input, bytesInOutput] as const),
  );
  const packages = packagesOf([...inputs.keys()], ROOT);
  refuseNativeAddons(packages);
  refuseDynamicRequire(result.warnings, allowDynamicRequire);
  const files = new Map([[`nodejs/${BUNDLE}`, result.outputFiles[0]?.text ?? ""]]);
  modules.forEach(({ specifier }, index) => {
    const file = layerPath(specifier);
    const up = path.posix.relative(path.posix.dirname(file), `nodejs/${BUNDLE}`);
    files.set(file, `module.exports = require(${JSON.stringify(up)}).${exportName(index)};\n`);
  });
  files.set("THIRD-PARTY-LICENSES", thirdPartyLicenses(packages));
  return { files, inputs };
}

/** esbuild's name for a require whose argument is computed. */
const DYNAMIC_REQUIRE = "unsupported-require-call";

/** @throws RunError for a package that requires what only it knows, and would not find in the layer. */
function refuseDynamicRequire(
  warnings: readonly esbuild.Message[],
  allowed: readonly string[],
): void {
  for (const { id, location } of warnings) {
    const [culprit] = packagesOf([location?.file ?? ""], ROOT);
    if (id !== DYNAMIC_REQUIRE || culprit === undefined || allowed.includes(culprit.name)) continue;
    throw new pulumi.RunError(
      `The package "${culprit.name}", which the handler requires, calls require with a computed name (${location?.file ?? ""}:${location?.line ?? 0}), which finds nothing in Lambda. Import the module of it that you need, or use another package; if it does without what it requires there: pulumi config set allowDynamicRequire ${culprit.name}`,
    );
  }
}

type Result = esbuild.BuildResult<{ write: false; metafile: true }>;

/** With the used members alone where that can be had, else with whole packages. */
async function build(
  modules: readonly RequiredModule[],
  options: esbuild.BuildOptions,
): Promise<Result> {
  const attempt = async (isWhole: boolean): Promise<Result> => {
    const contents = modules.map((module, index) => entryLine(module, index, isWhole)).join("\n");
    const stdin = { contents, resolveDir: ROOT, sourcefile: "entry.js" };
    return (await esbuild.build({ ...options, stdin })) as Result;
  };
  const slim = await attempt(false).catch(() => undefined);
  // Other warnings tell of a member that is not there, or of what only an ES module can.
  if (slim?.warnings.every(({ id }) => id === DYNAMIC_REQUIRE) === true) return slim;
  try {
    return await attempt(true);
  } catch (error) {
    throw explain(error as esbuild.BuildFailure, modules);
  }
}

function exportName(index: number): string {
  return `module${index}`;
}

/** What makes a module's part of the bundle. */
function entryLine(
  { specifier, members }: RequiredModule,
  index: number,
  isWhole: boolean,
): string {
  const [name, from] = [exportName(index), JSON.stringify(specifier)];
  if (isWhole || members === undefined) return `export const ${name} = require(${from});`;
  const namespace = `namespace${index}`;
  const parts = [...members].map(([member, nested]) => {
    if (nested === undefined || !areMembersOfTheModule(specifier, member, nested)) {
      return `${member}: ${namespace}.${member}`;
    }
    const used = [...nested].map((inner) => `${inner}: ${namespace}.${inner}`);
    return `${member}: { ${used.join(", ")} }`;
  });
  return `import * as ${namespace} from ${from}; export const ${name} = { ${parts.join(", ")} };`;
}

/** Whether a member repeats members of its module, as zod's `z` does: then those are enough. */
function areMembersOfTheModule(
  specifier: string,
  member: string,
  nested: ReadonlySet<string>,
): boolean {
  const module = createRequire(path.join(ROOT, "/"))(specifier) as Record<string, unknown>;
  const namespace = module[member] as Record<string, unknown>;
  return [...nested].every((name) => name in module && namespace[name] === module[name]);
}

/** What needs Ajv: schemas given as JSON Schema, and answers of a client to what a tool asks it. */
function usesJsonSchemaValidator(handlerText: string): boolean {
  return /\b(fromJsonSchema|elicitInput)\b/.test(handlerText);
}

/** The SDK's validator is a third of the bundle, and used by few. */
const withoutJsonSchemaValidator: esbuild.Plugin = {
  name: "without-json-schema-validator",
  setup(build) {
    build.onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, () => ({
      path: "without-json-schema-validator",
      namespace: "stub",
    }));
    build.onLoad({ filter: /.*/, namespace: "stub" }, () => ({
      contents: `export { default as process } from "node:process";
        export class DefaultJsonSchemaValidator {
          getValidator() { throw new Error("bundled without a JSON Schema validator: see infra/dependency-layer.ts"); }
        }`,
    }));
  },
};

/** Gives the SDK's files, and no others, a Response that does not load Node's HTTP client. */
const withBufferedResponse: esbuild.Plugin = {
  name: "with-buffered-response",
  setup(build) {
    const replacement = path.join(__dirname, "buffered-response.mjs");
    build.onLoad(
      { filter: /@modelcontextprotocol[\\/]server[\\/]dist[\\/].*\.mjs$/ },
      ({ path: file }) => {
        const text = fs.readFileSync(file, "utf8");
        if (!/\bResponse\b/.test(text)) return undefined;
        const line = `import { Response } from ${JSON.stringify(replacement)};`;
        return { contents: `${line}\n${text}`, loader: "js" };
      },
    );
  },
};

/** Names the package that could not be bundled, and the way out. */
function explain(
  failure: esbuild.BuildFailure,
  modules: readonly RequiredModule[],
): pulumi.RunError {
  const [error] = failure.errors;
  const file = error?.location?.file ?? "";
  const [culprit] = packagesOf([file], ROOT);
  const missing = /Could not resolve "([^"]+)"/.exec(error?.text ?? "")?.[1];
  const name = missing ?? culprit?.name ?? modules.map(({ specifier }) => specifier).join(", ");
  const addon = file.endsWith(".node") || /"\.node" files/.test(error?.text ?? "");
  const advice = addon
    ? "It has a native addon, which this layer cannot carry: use a package without one."
    : `Add it to "dependencies" in package.json (npm install ${name}), or use another package.`;
  return new pulumi.RunError(
    `The package "${name}", which the handler requires, cannot be bundled for Lambda: ${error?.text ?? failure.message}\n${advice}`,
  );
}

/** Where NODE_PATH finds a specifier: `zod` as zod/index.js, `lodash/merge.js` as it is. */
function layerPath(specifier: string): string {
  const isPackageName = specifier.split("/").length === (specifier.startsWith("@") ? 2 : 1);
  const file = isPackageName ? `${specifier}/index.js` : specifier;
  return `nodejs/node_modules/${path.extname(file) === "" ? `${file}.js` : file}`;
}
