/** The npm packages that Lambda's Node.js runtime has: the AWS SDK alone. */
import type { Plugin } from "esbuild";
import { packageOf } from "./bundled-packages";
import { packageName } from "./package-names";

/**
 * The release of July 2023 was the last one of the SDK's packages that are @smithy's since then;
 * the runtime has neither under a name that a function could require.
 * https://github.com/aws/aws-sdk-js-v3/issues/5102, /5122 and /6169
 */
const LAST_MINOR_BEFORE_SMITHY = 374;

/**
 * Whether a function on Lambda finds a package without bringing it.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 *
 * @param from folder of the module that requires it: what is installed there tells it apart.
 */
export function isOfTheRuntime(specifier: string, from: string): boolean {
  const name = packageName(specifier);
  // Native implementations (-crt) are left to the function, too.
  if (!name.startsWith("@aws-sdk/") || name.endsWith("-crt")) return false;
  const minor = /^3\.(\d+)\./.exec(String(packageOf(name, from)?.["version"]))?.[1];
  const isCurrent = minor === undefined || Number(minor) > LAST_MINOR_BEFORE_SMITHY;
  return isCurrent || name.startsWith("@aws-sdk/client-");
}

/** Plugin of esbuild that leaves to the runtime what it has, wherever that is required. */
export const leavingRuntimePackages: Plugin = {
  name: "leaving-runtime-packages",
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\// }, ({ path: specifier, resolveDir }) =>
      isOfTheRuntime(specifier, resolveDir) ? { path: specifier, external: true } : undefined,
    );
  },
};
