/** What Lambda's Node.js runtime has, for processes that stand in for it on this machine. */
import * as fs from "node:fs";
import * as path from "node:path";
import { isOfTheRuntime } from "./build/runtime-packages";

/**
 * Options of Node.js that let a process write to these folders, and make the rest read-only, for
 * root too; none where Node.js does not know them.
 */
export function readOnlyBut(folders: readonly string[]): readonly string[] {
  if (!process.allowedNodeEnvironmentFlags.has("--permission")) return [];
  return [
    "--permission",
    "--disable-warning=SecurityWarning",
    "--allow-fs-read=*",
    ...folders.map((folder) => `--allow-fs-write=${path.join(folder, "*")}`),
    "--allow-addons",
    "--allow-child-process",
    "--allow-wasi",
    "--allow-worker",
  ];
}

/**
 * Options of Node.js with which the runtime starts a function; those in NODE_OPTIONS lose against
 * them. A tenth of the memory is for short-lived objects, in two halves. It is /var/runtime/bootstrap
 * of https://gallery.ecr.aws/lambda/nodejs that says so.
 *
 * @param memoryMb the function's memory; left out, it is not limited.
 */
export function lambdaNodeOptions(memoryMb?: number): readonly string[] {
  const always = ["--expose-gc", "--max-http-header-size=81920"];
  if (memoryMb === undefined) return always;
  const young = Math.floor(memoryMb / 10);
  return [
    ...always,
    `--max-semi-space-size=${Math.floor(young / 2)}`,
    `--max-old-space-size=${memoryMb - young}`,
  ];
}

/** What a function has that declares none. */
export const DEFAULT_MEMORY_MB = 128;

/**
 * Variables that keep the AWS SDK from finding the developer's profile, or the machine's role: a
 * function on Lambda has a role of its own.
 * https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 *
 * @param folder without a file of the name `no-aws-profile`.
 */
export function withoutAwsProfile(folder: string): Readonly<Record<string, string>> {
  const none = path.join(folder, "no-aws-profile");
  return {
    AWS_SHARED_CREDENTIALS_FILE: none,
    AWS_CONFIG_FILE: none,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/**
 * The AWS SDK that the runtime has: here it is the project's, as far as that is installed. What it
 * needs itself, as @smithy, only its own modules find, as on Lambda.
 * https://github.com/aws/aws-sdk-js-v3/issues/6169
 *
 * @param runtimeFolder receives a folder node_modules, which is returned.
 * @param root the project's folder; in a workspace it may be installed above it.
 */
export function linkAwsSdk(runtimeFolder: string, root: string): string {
  const folder = path.join(runtimeFolder, "node_modules");
  const scope = path.join(folder, "@aws-sdk");
  fs.mkdirSync(scope, { recursive: true });
  const installed = findInstalled("@aws-sdk", root);
  for (const name of installed === undefined ? [] : fs.readdirSync(installed)) {
    const link = path.join(scope, name);
    if (!isOfTheRuntime(`@aws-sdk/${name}`, root) || fs.existsSync(link)) continue;
    // Junctions need no privilege on Windows.
    fs.symlinkSync(path.join(installed ?? "", name), link, "junction");
  }
  return folder;
}

function findInstalled(scope: string, root: string): string | undefined {
  for (let at = root; ; at = path.dirname(at)) {
    const folder = path.join(at, "node_modules", scope);
    if (fs.existsSync(folder)) return folder;
    if (at === path.dirname(at)) return undefined;
  }
}
