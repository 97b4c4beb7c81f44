/**
 * Loads a handler once as Lambda would, from its text and its layer, in a process of its own away
 * from the project: what fails there would fail at each cold start. Done where the deployment is
 * previewed or made; the local run starts the function itself.
 */
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import * as pulumi from "@pulumi/pulumi";
import { importOf } from "./build/package-names";
import type { Layer } from "./build/dependency-layer";
import type { HandlerModules } from "./build/handler-modules";
import { LINES_BEFORE } from "./callback-factory";
import {
  DEFAULT_MEMORY_MB,
  lambdaNodeOptions,
  linkAwsSdk,
  readOnlyBut,
  withoutAwsProfile,
} from "./lambda-runtime";

/** Undefined where a value is a secret, or known to AWS alone. */
type Variables = Readonly<Record<string, string | undefined>>;

/** Pulumi's outputs say more than their types: whether their value is known, and may be shown. */
type Known = pulumi.Output<string> & {
  readonly promise: () => Promise<string>;
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
};

export async function knownVariables(
  variables: Readonly<Record<string, pulumi.Input<string>>>,
): Promise<Variables> {
  const entries = Object.entries(variables).map(async ([name, value]) => {
    const output = pulumi.output(value) as Known;
    const isOpen = (await output.isKnown) && !(await output.isSecret);
    return [name, isOpen ? await output.promise() : undefined] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

export interface LoadedHandler {
  readonly factoryText: string;
  readonly modules: HandlerModules;
  readonly layer: Layer;
  /** The program's folder. */
  readonly root: string;
  /** The function's memory; default: Lambda's. */
  readonly memoryMb?: number | undefined;
}

/** Lambda gives the init phase 10 seconds. */
const MAX_LOAD_MS = 10_000;

/** @throws pulumi.RunError that says which package or which line fails. */
export async function loadOnce(handler: LoadedHandler, variables: Variables): Promise<void> {
  const failure = await loadFailure(handler, variables);
  if (failure === undefined) return;
  // A variable that only AWS knows is not here yet.
  const isCertain = Object.values(variables).every((value) => value !== undefined);
  if (isCertain || failure.isOfPackage) throw new pulumi.RunError(failure.words);
  await pulumi.log.warn(
    `${failure.words}\nThis may be for want of variables that are not known yet.`,
  );
}

export interface LoadFailure {
  /** For the handler's author. */
  readonly words: string;
  /** Whether a package fails, and not a module of the handler. */
  readonly isOfPackage: boolean;
}

/** What fails when a handler is loaded; undefined when nothing does. */
export async function loadFailure(
  handler: LoadedHandler,
  variables: Variables,
): Promise<LoadFailure | undefined> {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "handler-load-"));
  try {
    layDown(handler, folder);
    const thrown = await run(folder, variables, handler.memoryMb);
    return thrown && describe(thrown, handler, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function layDown({ factoryText, modules, layer, root }: LoadedHandler, folder: string): void {
  const write = (name: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };
  for (const [name, text] of layer.files) write(path.join("opt", name), text);
  for (const name of modules.files) {
    fs.cpSync(path.join(root, name), path.join(folder, "task", name), { recursive: true });
  }
  // At the lines that Pulumi's serializer gives it.
  write("task/__index.js", `${"\n".repeat(LINES_BEFORE)}exports.handler = (${factoryText})();`);
  linkAwsSdk(path.join(folder, "runtime"), root);
}

/** Prints what was thrown, as JSON; prints nothing where the handler is a function. */
const LOADER = `
const tell = (error) => {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  require("node:fs").writeSync(1, JSON.stringify({ message, stack }));
  process.exit(1);
};
process.on("uncaughtException", tell);
// As Lambda's runtime has it, for handlers that stream.
globalThis.awslambda = { streamifyResponse: (handler) => handler, HttpResponseStream: {} };
try {
  const { handler } = require(process.argv[1]);
  if (typeof handler !== "function") throw new Error("the handler is not a function");
  setImmediate(() => process.exit(0));
} catch (error) {
  tell(error);
}`;

interface Thrown {
  readonly message: string;
  readonly stack: string;
}

async function run(
  folder: string,
  variables: Variables,
  memoryMb = DEFAULT_MEMORY_MB,
): Promise<Thrown | undefined> {
  const modules = path.join(folder, "opt", "nodejs", "node_modules");
  const known = Object.entries(variables).filter(([, value]) => value !== undefined);
  const region = new pulumi.Config("aws").get("region") ?? process.env["AWS_REGION"];
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
  const env = {
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: "preview",
    AWS_LAMBDA_FUNCTION_VERSION: "1",
    ...(region !== undefined && { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
    ...withoutAwsProfile(folder),
    ...Object.fromEntries(known),
    LANG: "en_US.UTF-8",
    PATH: process.env["PATH"] ?? "",
    TZ: ":UTC",
    NODE_PATH: [modules, path.join(folder, "runtime", "node_modules")].join(path.delimiter),
    LAMBDA_TASK_ROOT: path.join(folder, "task"),
  };
  const args = [
    ...lambdaNodeOptions(memoryMb),
    ...readOnlyBut([path.dirname(folder)]),
    "-e",
    LOADER,
    path.join(folder, "task", "__index.js"),
  ];
  return new Promise((resolve) => {
    const options = { cwd: path.join(folder, "task"), env, timeout: MAX_LOAD_MS };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (error === null) {
        resolve(undefined);
        return;
      }
      const late = `it was not loaded within ${MAX_LOAD_MS / 1000} s`;
      const message = error.killed === true ? late : stderr.trim() || error.message;
      const isTold = stdout.trimEnd().endsWith("}") && stdout.includes('{"message"');
      const told = stdout.slice(stdout.lastIndexOf('{"message"'));
      resolve(isTold ? (JSON.parse(told) as Thrown) : { message, stack: "" });
    });
  });
}

function describe(
  { message, stack }: Thrown,
  { modules, layer, factoryText }: LoadedHandler,
  folder: string,
): LoadFailure {
  const reason = message.replaceAll(`${folder}${path.sep}`, "").split("\nRequire stack:")[0] ?? "";
  const frames = [...stack.matchAll(/(__index|bundle)\.js:(\d+):(\d+)/g)];
  const [first] = frames;
  const position = { line: Number(first?.[2] ?? 1), column: Number(first?.[3] ?? 1) - 1 };
  const source =
    first?.[1] === "bundle"
      ? (originalPositionFor(new TraceMap(layer.map), position).source ?? "")
      : "";
  // A package of this project refuses what the handler gives it.
  if (source.includes("node_modules")) {
    const name = layer.origins[source] ?? source;
    const line = importOf(name, modules.packages);
    return {
      words: `${line === undefined ? "" : `${line}: `}The package "${name}", which the handler requires, fails when it is loaded in Lambda: ${reason}\nA bundle carries no files that a package reads beside itself: use another package.`,
      isOfPackage: true,
    };
  }
  const head = factoryText.slice(0, factoryText.indexOf(modules.text));
  const before = LINES_BEFORE + head.split("\n").length - 1;
  const places = frames.flatMap(([, file, line, column]) => {
    const place = { line: Number(line) - before, column: Number(column) - 1 };
    if (file !== "__index" || place.line < 1) return [];
    const original = originalPositionFor(new TraceMap(modules.map), place);
    return original.source === null ? [] : [`${original.source}:${original.line}`];
  });
  const where = places[0] === undefined ? "" : ` (${places[0]})`;
  return {
    words: `The handler cannot be loaded, as each cold start in Lambda would do: ${reason}${where}`,
    isOfPackage: false,
  };
}
