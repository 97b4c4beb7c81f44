/**
 * Reads plain data of the handlers' own modules, which the program does not load itself: in a process
 * of its own, as they are on disk, with the function's variables as far as they are known.
 */
import { execFile, spawnSync } from "node:child_process";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { HandlerSource } from "./handler-bundle";
import { knownVariables } from "./load-check";
import { withoutAwsProfile } from "./lambda-runtime";

export interface ReadOptions {
  /** Gets what the source's function returns, and returns the data. */
  readonly by: HandlerSource;
  /** The function's variables; those that are secret are left out. */
  readonly variables: Readonly<Record<string, pulumi.Input<string>>>;
}

const MAX_MS = 20_000;
/** Before the data: modules may print while they are loaded. */
const MARK = "\u0000data:";

const READER = `
const [source, by] = JSON.parse(process.argv[1]);
const data = require(by.module)[by.export](require(source.module)[source.export]());
require("node:fs").writeSync(1, ${JSON.stringify(MARK)} + JSON.stringify(data));
process.exit(0);`;

/**
 * @returns data as JSON has it; undefined in a preview where it cannot be read for want of variables
 *   that AWS alone knows yet.
 * @throws pulumi.RunError that says why a module cannot be loaded.
 */
export async function readDefinition(
  source: HandlerSource,
  { by, variables }: ReadOptions,
): Promise<unknown> {
  const known = Object.entries(await knownVariables(variables));
  const { args, options } = readerOf(source, by, known);
  const { stdout, failure } = await new Promise<Outcome>((resolve) => {
    execFile(process.execPath, args, options, (error, out, err) => {
      resolve({ stdout: out, failure: error === null ? undefined : reasonIn(err, error) });
    });
  });
  if (failure === undefined) return dataIn(stdout);
  const isMissing = known.some(([, value]) => value === undefined);
  if (isMissing && pulumi.runtime.isDryRun()) return undefined;
  throw unreadable(source, by, `${failure}${isMissing ? NOTE : ""}`);
}

const NOTE =
  ". Secrets, and what AWS tells of resources, are not given to it: read variables where a tool runs, not where its module is loaded";

/**
 * The same for a program that declares resources of it: it waits, a second or less. Variables that are
 * outputs are left out.
 *
 * @throws pulumi.RunError that says why a module cannot be loaded.
 */
export function readDefinitionNow(source: HandlerSource, { by, variables }: ReadOptions): unknown {
  const known = Object.entries(variables).filter(([, value]) => typeof value === "string");
  const isMissing = known.length < Object.keys(variables).length;
  const { args, options } = readerOf(source, by, known as [string, string][]);
  const { stdout, stderr, status, error } = spawnSync(process.execPath, args, {
    ...options,
    encoding: "utf8",
  });
  if (status === 0) return dataIn(stdout);
  const reason = reasonIn(stderr, error ?? new Error(`it ended with ${status}`));
  throw unreadable(source, by, `${reason}${isMissing ? NOTE : ""}`);
}

interface Outcome {
  readonly stdout: string;
  readonly failure: string | undefined;
}

type Known = readonly (readonly [string, string | undefined])[];

function readerOf(source: HandlerSource, by: HandlerSource, known: Known) {
  const root = process.cwd();
  const env = {
    PATH: process.env["PATH"] ?? "",
    ...withoutAwsProfile(root),
    AWS_REGION: new pulumi.Config("aws").get("region") ?? process.env["AWS_REGION"] ?? "us-east-1",
    ...Object.fromEntries(known.filter(([, value]) => value !== undefined)),
  };
  const modules = JSON.stringify([{ ...source, module: path.join(root, source.module) }, by]);
  const args = ["--require", require.resolve("./register"), "-e", READER, modules];
  return { args, options: { cwd: root, env, timeout: MAX_MS } };
}

function dataIn(stdout: string): unknown {
  return JSON.parse(stdout.slice(stdout.lastIndexOf(MARK) + MARK.length));
}

/** What Node.js has written of the error, which may have several lines. */
function reasonIn(stderr: string, error: Error): string {
  const reason = /^\w*Error.*$/m.exec(stderr)?.[0] ?? stderr.trim().split("\n")[0];
  return reason || error.message;
}

function unreadable({ module }: HandlerSource, by: HandlerSource, why: string): pulumi.RunError {
  return new pulumi.RunError(`${module} cannot be loaded to read ${by.export} of it: ${why}`);
}
